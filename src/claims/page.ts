/** The page of a claim that was put to the test. */
import { type Page, type Part, pageHtml, type Section } from "../report/page/index.ts";
import { countOf } from "../text.ts";
import { type Claim, type ClaimTable, type Findings, papers, type Scale } from "./claim.ts";

/** Rows of a table that is not folded away. */
const MOST_ROWS = 12;

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
      { kind: "charts", charts },
    ],
  };
  const page: Page = {
    title: `${claim.name}: ${papers[claim.paper]}, ${claim.where}`,
    about: claim.claimed,
    sections: [
      found,
      {
        title: "Numbers",
        parts: tables.map(tablePart),
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

function tablePart({ title, head, rows }: ClaimTable): Part {
  if (rows.length <= MOST_ROWS) return { kind: "table", caption: title, head, rows };
  const summary = `${title}: ${countOf(rows.length, "row")}`;
  return { kind: "fold", summary, parts: [{ kind: "table", head, rows }] };
}
