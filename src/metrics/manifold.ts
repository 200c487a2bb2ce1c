/** Precision, recall, density and coverage: how far two sets of features lie within each other. */
import { distanceBlocks, squaredDistance } from "./features/distances.ts";
import {
  type ComputeOptions,
  checkFeatures,
  checkSameColumns,
  columnMeans,
  type FeatureMatrix,
  firstRows,
  partOf,
} from "./features/matrix.ts";
import { checkNeighbourCount, shareDone, squaredRadii } from "./features/nearest.ts";

import type { Metric } from "./metric.ts";

/** Options of {@link precisionRecallDensityCoverage}. */
export interface ManifoldOptions extends ComputeOptions {
  /** A ball around a point reaches to its k-th nearest neighbour in its own set. Default 5. */
  readonly k?: number;
}

/** Fidelity (precision, density) and diversity (recall, coverage). */
export interface ManifoldResult {
  /** The share of fake points in at least one real ball, 0 … 1. */
  readonly precision: number;
  /** The share of real points in at least one fake ball, 0 … 1. */
  readonly recall: number;
  /** The mean number of real balls that a fake point is in, over k; 0 …, about 1 for equal distributions. */
  readonly density: number;
  /** The share of real balls with at least one fake point, 0 … 1. */
  readonly coverage: number;
}

const settings = ["real", "fake", "features", "neighbours"];
const shared = { better: "higher", digits: 3, settings } as const;

/** The metric `prdc`. */
export const manifoldMetric: Metric<"features" | "real"> = {
  needs: ["features", "real"],
  byDefault: ["images", "points"],
  least: ({ neighbours: { k } }) => k + 1,
  results: {
    coverage: {
      ...shared,
      name: "coverage",
      head: "cov.",
      meaning: "The share of real images that have a generated one nearby.",
    },
    density: {
      ...shared,
      name: "density",
      head: "dens.",
      meaning:
        "How many real images each generated one is near to, relative to what is expected; may exceed 1.",
    },
    precision: {
      ...shared,
      name: "precision",
      head: "prec.",
      meaning: "The share of generated images that lie within the real ones.",
    },
    recall: {
      ...shared,
      name: "recall",
      meaning: "The share of real images that lie within the generated ones.",
    },
  },
  async compute({ features, real }, options) {
    const { k, count } = options.settings.neighbours;
    const [a, b] = [firstRows(await real.features(), count), firstRows(features, count)];
    const found = await precisionRecallDensityCoverage(a, b, { ...options, k });
    return (["coverage", "density", "precision", "recall"] as const).map((metric) => ({
      metric,
      value: found[metric],
      spread: null,
      details: { k },
      warnings: [],
      counts: { real: a.rows, fake: b.rows },
    }));
  },
};

/**
 * Improved precision and recall, density and coverage with k-nearest-neighbour balls.
 *
 * A ball's radius is the distance to the k-th nearest neighbour within its own set, the point itself not
 * counted; a point is in a ball when its distance is less than the radius (strictly: a point exactly on it
 * is outside, and a ball of radius 0, around a point with k copies, holds nothing). Distances are compared
 * as exact sums of squared differences in float64 wherever it is close, so that ties are ties. Takes time
 * in N² and memory in N.
 *
 * @param real `[N, d]`, N > k.
 * @param fake `[M, d]`, M > k.
 * @throws EvenkeelError `SHAPE` for different dimensions or no more than k rows; `CONFIG` for a k that is
 *   no whole number of at least 1; `DATA` for values that are not finite.
 * @see Kynkäänniemi et al. 2019, "Improved Precision and Recall Metric for Assessing Generative Models",
 *   eq. 1 and 2; Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics for Generative Models",
 *   eq. 3 and 4.
 */
export async function precisionRecallDensityCoverage(
  real: FeatureMatrix,
  fake: FeatureMatrix,
  options: ManifoldOptions = {},
): Promise<ManifoldResult> {
  const { k = 5, engine } = options;
  const where = "precisionRecallDensityCoverage";
  checkNeighbourCount(where, k);
  checkFeatures(`${where}: real`, real, k + 1);
  checkFeatures(`${where}: fake`, fake, k + 1);
  checkSameColumns(where, real, fake);
  const realRadii = await squaredRadii(real, k, partOf(options, 0, 1 / 3));
  const fakeRadii = await squaredRadii(fake, k, partOf(options, 1 / 3, 2 / 3));
  const { onProgress } = partOf(options, 2 / 3, 1);

  const ballsAround = new Uint32Array(fake.rows);
  const recalled = new Uint8Array(real.rows);
  const covered = new Uint8Array(real.rows);
  for await (const block of distanceBlocks(real, fake, columnMeans(real), engine)) {
    for (let row = 0; row < block.rows; row++) {
      const i = block.firstRow + row;
      const realRadius = realRadii[i]!;
      for (let column = 0; column < block.columns; column++) {
        const j = block.firstColumn + column;
        const fakeRadius = fakeRadii[j]!;
        let square = block.squares[row * block.columns + column]!;
        const slack = block.slack(row, column);
        if (square - slack >= realRadius && square - slack >= fakeRadius) continue;
        if (Math.abs(square - realRadius) <= slack || Math.abs(square - fakeRadius) <= slack) {
          square = squaredDistance(real, i, fake, j);
        }
        if (square < realRadius) {
          ballsAround[j] = ballsAround[j]! + 1;
          covered[i] = 1;
        }
        if (square < fakeRadius) recalled[i] = 1;
      }
    }
    onProgress?.(shareDone(block, real, fake));
  }
  const balls = ballsAround.reduce((sum, n) => sum + n, 0);
  return {
    precision: shareOf(ballsAround),
    recall: shareOf(recalled),
    density: balls / (k * fake.rows),
    coverage: shareOf(covered),
  };
}

/** The share of values that are not 0. */
function shareOf(values: Uint8Array | Uint32Array): number {
  let count = 0;
  for (const value of values) if (value > 0) count++;
  return count / values.length;
}
