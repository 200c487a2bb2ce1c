/** What a test may come to. */
import { type MedianInterval, medianInterval } from "./median.ts";
import { pairsNeeded } from "./power.ts";
import { LEVEL, type SignTest, signTest } from "./sign-test.ts";

/** It holds; there is evidence against it; or the test has too little power to tell. */
export const verdicts = ["holds", "does not hold", "undecided"] as const;
export type Verdict = (typeof verdicts)[number];

/** The verdict on a statement that is right or wrong, such as a theorem on measured numbers. */
export function verdictOf(isMet: boolean): Verdict {
  return isMet ? "holds" : "does not hold";
}

/**
 * The verdict on a statement that is the conjunction of its parts: it holds where all hold, does not where
 * one does not, and is undecided else. Where each part passes by chance at most at a level, so does the
 * whole, without any correction.
 *
 * @param parts at least one.
 * @see Berger 1982, “Multiparameter hypothesis testing and acceptance sampling”: intersection-union tests.
 */
export function wholeVerdict(parts: readonly Verdict[]): Verdict {
  if (parts.includes("does not hold")) return "does not hold";
  return parts.length > 0 && parts.every((part) => part === "holds") ? "holds" : "undecided";
}

/** What pairs say of the statement that their differences lie below 0. */
export interface PairedDecision extends SignTest, MedianInterval {
  readonly differences: readonly number[];
  readonly verdict: Verdict;
  /**
   * How many pairs would decide it in four of five tests, if as many of them win as do here; `null` where it
   * is decided, or where the sides win equally often.
   */
  readonly needed: number | null;
}

/**
 * Decides by the sign test: the statement holds where so many differences below 0 come about by chance at
 * most at `level`, and does not hold where so many above 0 do.
 *
 * @param differences at least one; a difference that is not a number (two failures) counts as 0.
 * @param level default {@link LEVEL}.
 */
export function decideByPairs(differences: readonly number[], level = LEVEL): PairedDecision {
  const known = differences.map((difference) => (Number.isNaN(difference) ? 0 : difference));
  const test = signTest(known);
  const { pairs, below, above, chance, reverse } = test;
  const verdict: Verdict =
    chance <= level ? "holds" : reverse <= level ? "does not hold" : "undecided";
  const share = Math.max(below, above) / pairs;
  return {
    ...test,
    ...medianInterval(known, 1 - 2 * level),
    differences: known,
    verdict,
    needed: verdict === "undecided" ? pairsNeeded(share, { level }) : null,
  };
}

/**
 * The logarithms of the quotients of paired positive numbers, such as Fréchet distances of two methods with
 * the same seeds: collapses weigh no more than other losses. Of two failures, ∞ both, it is 0.
 */
export function logRatios(
  values: readonly number[],
  references: readonly number[],
): readonly number[] {
  return values.map((value, i) => {
    const reference = references[i]!;
    return value === reference ? 0 : Math.log(value) - Math.log(reference);
  });
}
