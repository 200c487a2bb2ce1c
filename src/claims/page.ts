/** The page of a claim that was put to the test. */
import { type Page, pageHtml, type Section } from "../report/page/index.ts";
import { type Claim, type Findings, papers, type Scale } from "./claim.ts";

/** Claim, criterion, what was found, and how it was done, as one page. */
export function claimPage(claim: Claim, scale: Scale, findings: Findings): string {
  const { held, measured, tables, charts, notes = [] } = findings;
  const found: Section = {
    title: held ? "It holds" : "It does not hold",
    parts: [
      { kind: "prose", text: measured, tone: held ? "good" : "bad" },
      { kind: "prose", text: `Criterion: ${claim.criterion}` },
      ...(claim.published === null
        ? []
        : [{ kind: "prose", text: `Published: ${claim.published}` } as const]),
      ...(charts.length > 0 ? [{ kind: "charts", charts } as const] : []),
    ],
  };
  const page: Page = {
    title: `${claim.name}: ${papers[claim.paper]}, ${claim.where}`,
    about: claim.claimed,
    sections: [
      found,
      {
        title: "Figures",
        parts: tables.map(({ title, head, rows }) => ({
          kind: "table",
          caption: title,
          head,
          rows,
        })),
      },
      {
        title: "How it was tested",
        parts: [
          { kind: "prose", text: claim.method[scale] },
          ...notes.map((text) => ({ kind: "prose", text }) as const),
        ],
      },
    ],
  };
  return pageHtml(page);
}
