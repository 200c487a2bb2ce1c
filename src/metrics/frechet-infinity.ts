/** The Fréchet distance that infinitely many samples would have. */
import { EvenkeelError } from "../errors.ts";
import { type RandomStream, randomStream } from "../random.ts";
import {
  type ComputeOptions,
  checkFeatures,
  type FeatureMatrix,
  partOf,
  selectRows,
} from "./features/matrix.ts";
import { type FeatureStatistics, featureStatistics } from "./features/statistics.ts";
import { distanceFrom, factorOf, frechetKind } from "./frechet.ts";
import type { Metric, MetricResult } from "./metric.ts";

/** Options of {@link frechetDistanceInfinity}. */
export interface FrechetInfinityOptions extends ComputeOptions {
  /** How many sample counts are measured. Default 15. */
  readonly points?: number;
  /** The smallest sample count. Default 5000, or a tenth of the fake samples where they are fewer than 50 000. */
  readonly minimum?: number;
  /** Where the subsets come from. Default: the stream `fid-infinity` of seed 0. */
  readonly stream?: Pick<RandomStream, "permutation">;
}

/** Where the line through Fréchet distances over 1/N meets 1/N = 0; noise may put it below 0. */
export type FrechetInfinity = MetricResult<{
  /** What one over N costs: the bias at N samples is slope/N. */
  readonly slope: number;
  /** The share of the variance that the line explains, 0 … 1: near 1 where the extrapolation is sound. */
  readonly r2: number;
  /** What was measured, by growing count. */
  readonly points: readonly { readonly count: number; readonly value: number }[];
}>;

/** The metric `fid-infinity`. */
export const frechetInfinityMetric: Metric<"features" | "real"> = {
  needs: ["features", "real"],
  byDefault: [],
  least: () => 20,
  results: {
    "fid-infinity": {
      name: "FID∞",
      elsewhere: {
        key: "frechet-distance-infinity",
        name: "Fréchet distance ∞",
        head: "Fréchet∞",
      },
      ...frechetKind,
      meaning:
        "The FID that infinitely many generated images would have, by a straight line over 1/N (Chong & " +
        "Forsyth 2020).",
    },
  },
  async compute({ features, real }, options) {
    return [await frechetDistanceInfinity(await real.statistics(), features, options)];
  },
};

/**
 * FID∞: Fréchet distances from the real statistics to random subsets of the fake features, of sizes evenly
 * spaced from `minimum` to all, fitted by least squares as value + slope/N. Only the bias from the number
 * of fake samples is taken out; that of the real ones stays.
 *
 * @param fake `[N, d]`.
 * @throws EvenkeelError `SHAPE` for different dimensions or too few rows; `CONFIG` for fewer than 2 points
 *   or a minimum below 2 or not below N; `DATA` for values that are not finite.
 * @see Chong and Forsyth 2020, "Effectively Unbiased FID and Inception Score and Where to Find Them",
 *   section 3; subsets of given features, not the paper's Sobol samples.
 */
export async function frechetDistanceInfinity(
  real: FeatureStatistics,
  fake: FeatureMatrix,
  options: FrechetInfinityOptions = {},
): Promise<FrechetInfinity> {
  const where = "frechetDistanceInfinity";
  checkFeatures(`${where}: fake`, fake, 20);
  const { points = 15, minimum = Math.min(5000, Math.floor(fake.rows / 10)) } = options;
  const { stream = randomStream(0, "fid-infinity"), engine } = options;
  checkPlan(where, points, minimum, fake.rows);
  const factor = factorOf(real);
  const step = (fake.rows - minimum) / (points - 1);
  const measured: { count: number; value: number }[] = [];
  for (let i = 0; i < points; i++) {
    const count = Math.floor(minimum + i * step);
    const subset = selectRows(fake, stream.permutation(fake.rows).subarray(0, count));
    const statistics = await featureStatistics(subset, { engine });
    const part = partOf(options, i / points, (i + 1) / points);
    const { value } = await distanceFrom(real, factor, statistics, part);
    measured.push({ count, value });
  }
  const { value, ...fit } = line(measured);
  return {
    metric: "fid-infinity",
    value,
    spread: null,
    details: { ...fit, points: measured },
    warnings: [],
    counts: { real: real.count, fake: fake.rows },
  };
}

/** Least squares of value over 1/count. */
function line(points: readonly { readonly count: number; readonly value: number }[]) {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const x = points.map(({ count }) => 1 / count);
  const y = points.map(({ value }) => value);
  const [meanX, meanY] = [mean(x), mean(y)];
  const covariance = mean(x.map((xi, i) => (xi - meanX) * (y[i]! - meanY)));
  const slope = covariance / mean(x.map((xi) => (xi - meanX) ** 2));
  const variance = mean(y.map((yi) => (yi - meanY) ** 2));
  const r2 = variance === 0 ? 1 : (slope * covariance) / variance;
  return { value: meanY - slope * meanX, slope, r2 };
}

function checkPlan(where: string, points: number, minimum: number, rows: number): void {
  if (!Number.isSafeInteger(points) || points < 2) {
    throw new EvenkeelError(
      "CONFIG",
      `${where}: points must be a whole number of at least 2, got ${points}`,
    );
  }
  if (!Number.isSafeInteger(minimum) || minimum < 2 || minimum >= rows) {
    throw new EvenkeelError(
      "CONFIG",
      `${where}: minimum must be a whole number from 2 to below the ${rows} fake samples, got ${minimum}`,
    );
  }
}
