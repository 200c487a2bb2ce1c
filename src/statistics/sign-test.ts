/** The exact sign test: whether one side of a pair wins more often than chance would let it. */
import { binomialTail } from "./binomial.ts";

/** The level of a test unless another is given: how often chance alone may pass it. */
export const LEVEL = 0.05;

/** What a sign test says of pairs. */
export interface SignTest {
  /** How many pairs there are, ties included. */
  readonly pairs: number;
  /** Differences below 0, and above. */
  readonly below: number;
  readonly above: number;
  /** How often chance alone, with sides that win equally often, gives as many differences below 0. */
  readonly chance: number;
  /** The same of those above: the reverse test. */
  readonly reverse: number;
}

/**
 * The exact one-sided sign test of H₀ “the differences lie below 0 at most half of the time”, and of its
 * reverse. A difference of 0 and one that is not a number count against both, so neither test passes more
 * often than it may.
 *
 * @param differences one a pair; infinite ones have a sign like others.
 * @see Conover 1999, Practical Nonparametric Statistics, section 3.4.
 */
export function signTest(differences: readonly number[]): SignTest {
  const pairs = differences.length;
  const below = differences.filter((difference) => difference < 0).length;
  const above = differences.filter((difference) => difference > 0).length;
  return {
    ...{ pairs, below, above },
    chance: binomialTail(pairs, below),
    reverse: binomialTail(pairs, above),
  };
}

/**
 * The smallest number of wins in `pairs` pairs that passes the sign test; `null` where not even all of them
 * do: fewer than five pairs at the level of 5 %.
 *
 * @param level how often chance alone may pass, 0 to 1; default {@link LEVEL}.
 */
export function winsNeeded(pairs: number, level = LEVEL): number | null {
  // the logarithm of P(X = wins), from all wins on downward
  let term = -pairs * Math.LN2;
  let tail = 0;
  for (let wins = pairs; 2 * wins >= pairs; wins--) {
    tail += Math.exp(term);
    if (tail > level) return wins === pairs ? null : wins + 1;
    term += Math.log(wins / (pairs - wins + 1));
  }
  return Math.ceil(pairs / 2);
}

/**
 * How often chance alone passes the sign test of `pairs` pairs: at most `level`, and less, as wins are
 * counted in whole numbers. 0 where it cannot be passed.
 */
export function chanceOfPassing(pairs: number, level = LEVEL): number {
  const wins = winsNeeded(pairs, level);
  return wins === null ? 0 : binomialTail(pairs, wins);
}
