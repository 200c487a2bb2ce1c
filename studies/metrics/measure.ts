/** The metrics of one pair of feature sets, and curves of them. */
import {
  type FeatureMatrix,
  featureStatistics,
  frechetDistance,
  kernelDistance,
  precisionRecallDensityCoverage,
} from "evenkeel/metrics";
import type { Engine } from "evenkeel/runtime";
import type { Tell } from "./set.ts";

/** Names of the metrics, as the plots write them. */
export const metricNames = {
  frechet: "Fréchet distance",
  kernel: "kernel distance",
  precision: "precision",
  recall: "recall",
  density: "density",
  coverage: "coverage",
} as const;

export type MetricKey = keyof typeof metricNames;

/** What was measured once: the distances always, the other metrics or none of them. */
export type Measured = Readonly<Record<"frechet" | "kernel", number>> &
  Readonly<Partial<Record<MetricKey, number>>>;

/** A metric over the repeats, place by place. */
export interface Spread {
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Metrics along the places `x`. */
export type Curve = { readonly x: readonly number[] } & Readonly<
  Record<"frechet" | "kernel", Spread>
> &
  Readonly<Partial<Record<MetricKey, Spread>>>;

/** A feature matrix from an extractor's answer. */
export function matrix(data: Float32Array, columns: number): FeatureMatrix {
  return { data, rows: data.length / columns, columns };
}

export async function distances(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  engine: Engine,
): Promise<Measured> {
  const [a, b] = [
    await featureStatistics(real, { engine }),
    await featureStatistics(fake, { engine }),
  ];
  const { value: frechet } = await frechetDistance(a, b, { engine });
  const subsetSize = Math.min(1000, real.rows);
  const { value: kernel } = await kernelDistance(real, fake, { subsets: 10, subsetSize, engine });
  return { frechet, kernel };
}

export async function allMetrics(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  engine: Engine,
): Promise<Measured> {
  const { precision, recall, density, coverage } = await precisionRecallDensityCoverage(
    real,
    fake,
    { engine },
  );
  return { ...(await distances(real, fake, engine)), precision, recall, density, coverage };
}

/**
 * Measures along a curve, each place several times with other images.
 *
 * @param xs the places.
 * @param once the metrics at a place, for the repeat's number.
 * @returns for each metric the mean over the repeats, the lowest and the highest.
 */
export async function curve(
  xs: readonly number[],
  repeats: number,
  once: (x: number, repeat: number) => Promise<Measured>,
  tell: Tell,
): Promise<Curve> {
  const found: Measured[][] = [];
  for (const x of xs) {
    const results: Measured[] = [];
    for (let r = 0; r < repeats; r++) results.push(await once(x, r));
    tell(`${x}: fréchet ${results.map(({ frechet }) => frechet.toPrecision(3)).join(", ")}`);
    found.push(results);
  }
  const spread = (name: MetricKey): Spread => {
    const along = (pick: (values: readonly number[]) => number) =>
      found.map((results) => pick(results.map((result) => result[name]!)));
    return {
      mean: along((values) => values.reduce((a, b) => a + b) / values.length),
      low: along((values) => Math.min(...values)),
      high: along((values) => Math.max(...values)),
    };
  };
  const names = Object.keys(found[0]?.[0] ?? {}) as MetricKey[];
  const { frechet, kernel, ...rest } = Object.fromEntries(
    names.map((name) => [name, spread(name)]),
  );
  return { x: xs, frechet: frechet!, kernel: kernel!, ...rest };
}

/**
 * How many steps of a curve go against the expected direction (1 up, −1 down) by more than the spread of
 * the repeats at their two ends.
 */
export function wrongSteps({ mean, low, high }: Spread, direction: 1 | -1): number {
  let wrong = 0;
  for (let i = 1; i < mean.length; i++) {
    const spread = Math.max(high[i]! - low[i]!, high[i - 1]! - low[i - 1]!);
    if (direction * (mean[i]! - mean[i - 1]!) < -spread) wrong++;
  }
  return wrong;
}
