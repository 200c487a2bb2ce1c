/** The page of a claim that was put to the test. */
import {
  type Page,
  type Part,
  type Prose,
  pageHtml,
  type Section,
} from "../../report/page/index.ts";
import { countOf, formatSeconds } from "../../text.ts";
import { type ClaimTable, designOf, papers } from "../claim.ts";
import { designRows } from "../design-text.ts";
import { secondsOf, type Tested } from "../results/index.ts";
import { chosenText, dataText, partFacts, partsText, tones, verdictTitles } from "./words.ts";

/** Rows of a table that is not folded away. */
const MOST_ROWS = 8;

const prose = (text: string, tone?: Prose["tone"]): Prose =>
  tone === undefined ? { kind: "prose", text } : { kind: "prose", text, tone };

/** The verdict with its figure, what was stated before, how it was tested and the numbers, as one page. */
export function claimPage(tested: Tested): string {
  const { claim } = tested;
  const page: Page = {
    title: `${claim.name}: ${papers[claim.paper].title}, ${claim.where}`,
    about: claim.claimed,
    sections: [
      foundSection(tested),
      ...statedSection(tested),
      methodSection(tested),
      numbers(tested),
    ],
  };
  return pageHtml(page);
}

function foundSection({ claim, findings }: Tested): Section {
  const { verdict, measured, parts = [], charts, toDecide } = findings;
  const several = parts.length > 1;
  return {
    title: verdictTitles[verdict],
    parts: [
      prose(several ? partsText(parts) : measured, tones[verdict]),
      ...(toDecide === undefined ? [] : [prose(toDecide)]),
      { kind: "charts", charts },
      ...(several ? [{ kind: "facts", facts: partFacts(parts) } as const] : []),
      prose(`Criterion: ${claim.criterion}`),
      ...(claim.published === null ? [] : [prose(`Published: ${claim.published}.`)]),
    ],
  };
}

/** What was stated before the first run of a test by pairs. */
function statedSection({ claim: { test }, setting, seeds }: Tested): readonly Section[] {
  const design = designOf(test, setting, seeds);
  if (design === undefined) return [];
  return [
    {
      title: "Stated before the first run",
      parts: [{ kind: "facts", facts: designRows(design) }],
    },
  ];
}

function methodSection({ claim, setting, chosen, findings, cost }: Tested): Section {
  const { notes = [] } = findings;
  const runs = cost.runs === 0 ? "" : `${countOf(cost.runs, "run")}, `;
  return {
    title: "How it was tested",
    parts: [
      prose(claim.method[setting.scale] ?? ""),
      ...(setting.data.length === 0 ? [] : [prose(dataText(setting.data))]),
      ...(chosen === null ? [] : [prose(`Chosen: ${chosenText(chosen)}.`)]),
      ...notes.map((text) => prose(text)),
      prose(`It took ${runs}${formatSeconds(secondsOf(cost))} one after the other.`),
    ],
  };
}

function numbers({ findings: { tables } }: Tested): Section {
  return { title: "Numbers", parts: tables.map(tablePart) };
}

function tablePart({ title, head, rows }: ClaimTable): Part {
  if (rows.length <= MOST_ROWS) return { kind: "table", caption: title, head, rows };
  const summary = `${title}: ${countOf(rows.length, "row")}`;
  return { kind: "fold", summary, parts: [{ kind: "table", head, rows }] };
}
