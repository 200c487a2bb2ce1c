/** Parts of a test by pairs, and their verdicts. */
import { internal } from "../../errors.ts";
import type { RandomStream } from "../../random.ts";
import {
  decideByPairs,
  type PermutationRate,
  permutationRate,
  winsNeeded,
} from "../../statistics/index.ts";
import { formatShare } from "../../text.ts";
import type { PartFinding, TrialRun } from "../claim.ts";
import { measuredText, type Score, where } from "../findings.ts";

/** The logarithm of what is measured of one seed's run at a point. */
export type LogOf = (point: TrialRun["point"]) => number;

/** A part of a test by pairs. */
export interface PairedPart {
  /** Such as `against batch norm`. */
  readonly name: string;
  /** What must be true, in a sentence. */
  readonly hypothesis: string;
  /** The logarithm of one seed's quotient. */
  readonly logQuotient: (log: LogOf) => number;
  /** What the quotients lie below if the hypothesis is true; default 1. */
  readonly below?: number;
}

/** An interval that holds the median less often is not told. */
const LEAST_COVERAGE = 0.5;

/** The difference of two logarithms; 0 of two failures. */
export function minus(log: number, other: number): number {
  return log === other ? 0 : log - other;
}

/** The mean of logarithms: that of a geometric mean. */
export function meanLog(logs: readonly number[]): number {
  return logs.reduce((sum, log) => sum + log, 0) / logs.length;
}

/**
 * Every part's verdict from the scores of the runs. A quotient that is not known, as both runs of a pair
 * failed, counts for neither side.
 */
export function judgeParts(
  parts: readonly PairedPart[],
  scores: readonly Score[],
): readonly PartFinding[] {
  const seeds = seedsIn(scores);
  return parts.map(({ name, hypothesis, logQuotient, below = 1 }) => {
    const bound = Math.log(below);
    const logs = seeds
      .map((seed) => logQuotient(logOf(scores, seed)))
      .map((log) => (Number.isNaN(log) ? bound : log));
    const decision = decideByPairs(logs.map((log) => log - bound));
    const { verdict, coverage, pairs } = decision;
    const [median, low, high] = [decision.median, decision.low, decision.high].map((difference) =>
      Math.exp(difference + bound),
    ) as [number, number, number];
    const share = formatShare(coverage);
    const interval =
      coverage < LEAST_COVERAGE
        ? ""
        : `${share} interval ${quotientText(low)} to ${quotientText(high)}; `;
    return {
      ...{ name, hypothesis, verdict, decision },
      quotient: { median, low, high, coverage, below },
      quotients: logs.map(Math.exp),
      measured: `${quotientText(median)} (${interval}${decision.below} of ${pairs} seeds below ${below})`,
    };
  });
}

/**
 * How often permuted labels pass all parts; `undefined` where that is not by chance, as a part allows for more
 * than equality, or where so few seeds pass nothing.
 */
export function permutedRate(
  parts: readonly PairedPart[],
  scores: readonly Score[],
  stream: RandomStream,
): PermutationRate | undefined {
  const seeds = seedsIn(scores);
  const wins = winsNeeded(seeds.length);
  if (wins === null || parts.some(({ below = 1 }) => below !== 1)) return undefined;
  const whole = scores.filter(({ bySeed }) => bySeed.size === seeds.length);
  const blocks = seeds.map((seed) => whole.map(({ bySeed }) => Math.log(bySeed.get(seed)!)));
  const placeOf = (point: TrialRun["point"]) => whole.indexOf(where(whole, point)[0]!);
  return permutationRate(
    blocks,
    (permuted) =>
      parts.every(({ logQuotient }) => {
        const quotients = permuted.map((logs) => logQuotient((point) => logs[placeOf(point)]!));
        return quotients.filter((quotient) => quotient < 0).length >= wins;
      }),
    { stream },
  );
}

/** A quotient as text; `∞` where the first of a pair failed. */
export function quotientText(value: number): string {
  return value === Number.POSITIVE_INFINITY ? "∞" : measuredText(value);
}

/** The seeds of the points that have most of them. */
function seedsIn(scores: readonly Score[]): readonly number[] {
  const longest = scores.reduce((a, b) => (b.bySeed.size > a.bySeed.size ? b : a));
  return [...longest.bySeed.keys()];
}

function logOf(scores: readonly Score[], seed: number): LogOf {
  return (point) => {
    const [found, ...others] = where(scores, point);
    const value = found?.bySeed.get(seed);
    if (value === undefined || others.length > 0) {
      throw internal(`${JSON.stringify(point)} is not one run of seed ${seed}`);
    }
    return Math.log(value);
  };
}
