/** Rates of turns, and how they compare with those of another side. */
import { median } from "evenkeel/bench";

/** A side's rate beside another's. */
export interface ComparedRate {
  /** The median turn's. */
  readonly imagesPerSecond: number;
  /** This rate over the other's: of the medians, and the lowest and highest of one round. */
  readonly ratio: number;
  readonly ratioRange: readonly [low: number, high: number];
}

/**
 * Compares the images per second of turns with those of another side.
 *
 * @param rates a number for each round.
 * @param others as many.
 */
export function compareRates(rates: readonly number[], others: readonly number[]): ComparedRate {
  const ratios = rates.map((rate, round) => rate / others[round]!);
  return {
    imagesPerSecond: median(rates),
    ratio: median(rates) / median(others),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
  };
}
