/** Words that pages of claims share. */
import type { Prose } from "../../report/page/index.ts";
import type { Chosen } from "../claim.ts";
import type { ClaimData } from "../data/index.ts";
import type { Verdict } from "../statistics/index.ts";

/** How a verdict is told. */
export const verdictTitles: Readonly<Record<Verdict, string>> = {
  holds: "It holds",
  "does not hold": "It does not hold",
  undecided: "Undecided",
};

/** How it is colored. */
export const tones: Readonly<Record<Verdict, NonNullable<Prose["tone"]>>> = {
  holds: "good",
  "does not hold": "bad",
  undecided: "doubtful",
};

/** The images of a test, and how they were measured. */
export function dataText(data: readonly ClaimData[]): string {
  return data.map(({ title, measure }) => `On ${title}, by the ${measure.text}.`).join(" ");
}

/** What was chosen: `scale 2.8`. */
export function chosenText(chosen: Chosen): string {
  return Object.entries(chosen)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
