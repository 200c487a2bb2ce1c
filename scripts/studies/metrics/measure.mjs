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
  const { value: kernel } = await kernelDistance(real, fake, { subsets: 10, subsetSize, engine });
  return { frechet, kernel };
}

export async function allMetrics(real, fake, engine) {
  const rest = await precisionRecallDensityCoverage(real, fake, { engine });
  return { ...(await distances(real, fake, engine)), ...rest };
}

/**
 * Measures along a curve, each place several times with other images.
 *
 * @param xs the places.
 * @param once the metrics at a place, for the repeat's number.
 * @returns `x`, and of each metric the mean over the repeats, the lowest and the highest.
 */
export async function curve(xs, repeats, once, tell) {
  const found = [];
  for (const x of xs) {
    const results = [];
    for (let r = 0; r < repeats; r++) results.push(await once(x, r));
    tell(`${x}: fréchet ${results.map(({ frechet }) => frechet.toPrecision(3)).join(", ")}`);
    found.push(results);
  }
  const along = (name, pick) => found.map((results) => pick(results.map((result) => result[name])));
  const summary = (name) => ({
    mean: along(name, (list) => list.reduce((a, b) => a + b) / list.length),
    low: along(name, (list) => Math.min(...list)),
    high: along(name, (list) => Math.max(...list)),
  });
  const names = Object.keys(found[0][0]);
  return { x: xs, ...Object.fromEntries(names.map((name) => [name, summary(name)])) };
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
