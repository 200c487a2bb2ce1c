/** How many pairs a sign test needs. */
import { binomialTail } from "./binomial.ts";
import { LEVEL, winsNeeded } from "./sign-test.ts";

/** How often a test is to pass where there is something to find, unless another share is given. */
export const POWER = 0.8;
/** More pairs than these are not counted: nobody trains so many. */
const MOST_PAIRS = 1000;

/** What a sign test is asked. */
export interface PowerOptions {
  /** How often chance alone may pass; default {@link LEVEL}. */
  readonly level?: number;
  /** How often the test is to pass; default {@link POWER}. */
  readonly power?: number;
}

/** How often the sign test of `pairs` pairs passes where one side wins with the given chance. */
export function powerOf(pairs: number, winning: number, level = LEVEL): number {
  const wins = winsNeeded(pairs, level);
  return wins === null ? 0 : binomialTail(pairs, wins, winning);
}

/**
 * The fewest pairs whose sign test passes often enough where one side wins with the given chance.
 *
 * @param winning 0 to 1.
 * @returns `null` for a chance of ½ or less, and where more than 1000 pairs are needed.
 */
export function pairsNeeded(
  winning: number,
  { level = LEVEL, power = POWER }: PowerOptions = {},
): number | null {
  if (!(winning > 0.5)) return null;
  for (let pairs = 1; pairs <= MOST_PAIRS; pairs++) {
    if (powerOf(pairs, winning, level) >= power) return pairs;
  }
  return null;
}

/**
 * The chance that a difference lies above 0 where differences are normal with this mean and this deviation:
 * Φ(mean/deviation). With a published effect and a measured deviation it says how many pairs are needed.
 *
 * @param deviation above 0.
 */
export function winningChance(mean: number, deviation: number): number {
  const x = mean / deviation;
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/** Places from which the continued fraction is as exact as the series, and soon ends. */
const FAR = 2.5;

/**
 * 1 − Φ(x) for x ≥ 0: near 0 by the series of Φ, else by the continued fraction of Mills' ratio.
 *
 * @see Abramowitz & Stegun 1964, equations 26.2.11 and 26.2.14.
 */
function upperTail(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (x >= FAR) {
    let fraction = x;
    for (let k = 120; k >= 1; k--) fraction = x + k / fraction;
    return density / fraction;
  }
  let [term, sum] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}
