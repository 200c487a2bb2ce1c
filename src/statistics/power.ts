/** How many pairs a sign test needs. */

import { binomialTail } from "./binomial.ts";
import { normalBelow } from "./normal.ts";
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
  return normalBelow(mean / deviation);
}
