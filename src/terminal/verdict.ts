/** Verdicts on a run's health, for people. */
import { styleText } from "node:util";
import { states, toneOf, type Verdict, type VerdictState } from "../analysis/health/index.ts";

const COLORS = { open: "yellow", bad: "red" } as const;

/** A verdict's state in a word or two; on a terminal that shows colors, in color unless it is healthy. */
export function healthWord(state: VerdictState): string {
  const { word } = states[state];
  const tone = toneOf(state);
  const isPlain = tone === "good" || !process.stderr.isTTY;
  return isPlain ? word : styleText(COLORS[tone], word, { stream: process.stderr });
}

/** `mode collapse suspected since step 300: generated images differ by …` */
export function verdictText({ state, evidence, since }: Verdict): string {
  const name = state.replaceAll("-", " ");
  const told = withoutCapital(evidence);
  return toneOf(state) === "bad" ? `${name} since step ${since}: ${told}` : `${name}: ${told}`;
}

/** A sentence as it follows a colon; a name that is one letter, such as D, keeps it. */
const withoutCapital = (sentence: string) =>
  sentence.replace(/^(?:[A-Z](?=[a-z])|A(?= ))/, (first) => first.toLowerCase());
