/** The metrics of one pair of feature sets, and curves of them. */
import {
  featureStatistics,
  frechetDistance,
  kernelDistance,
  precisionRecallDensityCoverage,
} from "../../../dist/metrics/index.js";

/** Names of the metrics, as the plots write them. */
export const metricNames = {
  frechet: "Fréchet distance",
  kernel: "kernel distance",
  precision: "precision",
  recall: "recall",
  density: "density",
  coverage: "coverage",
};

/** A feature matrix out of an extractor's answer. */
export const matrix = (data, columns) => ({ data, rows: data.length / columns, columns });

/** Rows of a feature matrix. */
export function rowsOf({ data, columns }, indices) {
  const out = new Float32Array(indices.length * columns);
  for (const [i, row] of indices.entries()) {
    out.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return matrix(out, columns);
}

export async function distances(real, fake, engine) {
  const [a, b] = [
    await featureStatistics(real, { engine }),
    await featureStatistics(fake, { engine }),
  ];
  const { value: frechet } = await frechetDistance(a, b, { engine });
  const subsetSize = Math.min(1000, real.rows);
  const { mean: kernel } = await kernelDistance(real, fake, { subsets: 10, subsetSize, engine });
  return { frechet, kernel };
}

export async function allMetrics(real, fake, engine) {
  const rest = await precisionRecallDensityCoverage(real, fake, { engine });
  return { ...(await distances(real, fake, engine)), ...rest };
}

/** A metric along a curve: means over the repeats, and the lowest and highest. */
export function summary(points, name) {
  const values = points.map((repeats) => repeats.map((result) => result[name]));
  return {
    mean: values.map((list) => list.reduce((a, b) => a + b) / list.length),
    low: values.map((list) => Math.min(...list)),
    high: values.map((list) => Math.max(...list)),
  };
}

/**
 * How many steps of a curve go against the expected direction (1 up, −1 down) by more than the spread of
 * the repeats at their two ends.
 */
export function wrongSteps({ mean, low, high }, direction) {
  let wrong = 0;
  for (let i = 1; i < mean.length; i++) {
    const spread = Math.max(high[i] - low[i], high[i - 1] - low[i - 1]);
    if (direction * (mean[i] - mean[i - 1]) < -spread) wrong++;
  }
  return wrong;
}
