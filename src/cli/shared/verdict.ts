/** Verdicts on a run's health, for people. */
import { styleText } from "node:util";
import type { Verdict, VerdictState } from "../../analysis/health/index.ts";

/** A verdict's state in a word, in red on a terminal that shows colors unless it is healthy. */
export function healthWord(state: VerdictState): string {
  const word = WORDS[state];
  const isPlain = state === "healthy" || !process.stderr.isTTY;
  return isPlain ? word : styleText("red", word, { stream: process.stderr });
}

const WORDS: Readonly<Record<VerdictState, string>> = {
  healthy: "healthy",
  "not-finite": "not finite",
  "gradients-exploding": "exploding",
  "gradients-vanishing": "vanishing",
  "discriminator-saturated": "saturated",
  "mode-collapse-suspected": "collapsed?",
  "not-learning": "not learning",
};

/** `mode collapse suspected since step 300: Generated images differ by …` */
export function verdictText({ state, evidence, since }: Verdict): string {
  return state === "healthy"
    ? "healthy"
    : `${state.replaceAll("-", " ")} since step ${since}: ${evidence}`;
}
