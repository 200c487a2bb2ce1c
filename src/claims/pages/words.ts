/** Words that pages of claims share. */
import type { Fact, Tone } from "../../report/page/index.ts";
import { type Verdict, verdicts } from "../../statistics/index.ts";
import { countOf } from "../../text.ts";
import type { Chosen } from "../claim.ts";
import type { ClaimData } from "../data/index.ts";

/** How a verdict is told. */
export const verdictTitles: Readonly<Record<Verdict, string>> = {
  holds: "It holds",
  "does not hold": "It does not hold",
  undecided: "Undecided",
};

/** How it is colored. */
export const tones: Readonly<Record<Verdict, Tone>> = {
  holds: "good",
  "does not hold": "bad",
  undecided: "doubtful",
};

/** The images of a test, and how they were measured. */
export function dataText(data: readonly ClaimData[]): string {
  return data.map(({ title, measure }) => `On ${title}; ${measure.text}.`).join(" ");
}

/** What was chosen: `scale 2.8`. */
export function chosenText(chosen: Chosen): string {
  return Object.entries(chosen)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

/** A part of a test as it is told. */
interface ToldPart {
  readonly name: string;
  readonly verdict: Verdict;
  readonly measured: string;
}

/** Parts with their verdicts and figures. */
export function partFacts(parts: readonly ToldPart[]): readonly Fact[] {
  return parts.map(({ name, verdict, measured }) => [name, `${verdict}: ${measured}`]);
}

/** How many parts have each verdict, in a sentence. */
export function partsText(parts: readonly Pick<ToldPart, "verdict">[]): string {
  return `Of ${countOf(parts.length, "part")}, ${countedText(parts)}.`;
}

/** What a verdict is called when several are counted. */
const counted: Readonly<Record<Verdict, readonly [one: string, several: string]>> = {
  holds: ["holds", "hold"],
  "does not hold": ["does not", "do not"],
  undecided: ["is undecided", "are undecided"],
};

/** `3 hold, 1 does not, 2 are undecided` */
export function countedText(all: readonly { readonly verdict: Verdict }[]): string {
  return verdicts
    .map((verdict) => [verdict, all.filter((one) => one.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${counted[verdict][count === 1 ? 0 : 1]}`)
    .join(", ");
}
