/** The Fréchet distance between two Gaussians: FID where the features are Inception's. */
import { EvenkeelError } from "../errors.ts";
import { type ComputeOptions, partOf } from "./features/matrix.ts";
import { type FeatureStatistics, featureStatistics } from "./features/statistics.ts";
import { semidefiniteFactor } from "./linear-algebra/cholesky.ts";
import { innerProducts, type Matrix64 } from "./linear-algebra/inner-products.ts";
import { singularValues } from "./linear-algebra/singular-values.ts";
import type { Metric, MetricResult, ResultKind } from "./metric.ts";

/** A Fréchet distance, which is not below 0, with its two parts. */
export type FrechetResult = MetricResult<{
  /** ‖μ₁ − μ₂‖² */
  readonly meanTerm: number;
  /** Tr(C₁ + C₂ − 2(C₁C₂)^½); rounding may leave it a little below 0 where C₁ = C₂. */
  readonly traceTerm: number;
}>;

/** What Fréchet distances have in common. */
export const frechetKind = {
  better: "lower",
  digits: 2,
  settings: ["real", "fake", "features"],
} as const satisfies Partial<ResultKind>;

/** The metric `fid`. */
export const frechetMetric: Metric<"features" | "real"> = {
  needs: ["features", "real"],
  byDefault: ["images", "points"],
  results: {
    fid: {
      name: "FID",
      elsewhere: { key: "frechet-distance", name: "Fréchet distance", head: "Fréchet" },
      ...frechetKind,
      meaning:
        "The Fréchet distance between two Gaussians, fitted to the features of real and of generated " +
        "images. It falls as there are more images, so it compares at equal numbers only.",
    },
  },
  async compute({ features, real }, options) {
    const generated = await featureStatistics(features, partOf(options, 0, 0.3));
    return [await frechetDistance(await real.statistics(), generated, partOf(options, 0.3, 1))];
  },
};

/**
 * The squared Fréchet (Wasserstein-2) distance between Gaussians,
 * ‖μ₁ − μ₂‖² + Tr(C₁ + C₂ − 2(C₁C₂)^½), in float64.
 *
 * The trace of the square root is the sum of the singular values of F₁F₂ᵀ, where C = FᵀF: real and never
 * negative, for singular covariances too, where the square root of the product that other tools take may
 * come out complex or not at all. So there is no ε on the diagonals and no imaginary part to drop.
 *
 * The estimate is biased: it falls as samples are added. Compare at equal counts only. The result is called
 * `fid`, with `a` as the real side. A 2048-dimensional distance takes some 15 s, most of it outside of the
 * engine and on one thread.
 *
 * @throws EvenkeelError `SHAPE` when the dimensions differ or a covariance is not d × d; `DATA` for
 *   values that are not finite or a negative variance.
 * @see Heusel et al. 2017, "GANs Trained by a Two Time-Scale Update Rule", eq. 6.
 */
export async function frechetDistance(
  a: FeatureStatistics,
  b: FeatureStatistics,
  options: ComputeOptions = {},
): Promise<FrechetResult> {
  checkStatistics("frechetDistance: a", a);
  checkStatistics("frechetDistance: b", b);
  const factor = factorOf(a);
  options.onProgress?.(0.15);
  return distanceFrom(a, factor, b, partOf(options, 0.15, 1));
}

/** The factor of the covariance, for several distances from the same statistics. */
export function factorOf({ mean, covariance }: FeatureStatistics): Matrix64 {
  return semidefiniteFactor(covariance, mean.length);
}

/** {@link frechetDistance} where the factor of the first covariance is there already. */
export async function distanceFrom(
  a: FeatureStatistics,
  factor: Matrix64,
  b: FeatureStatistics,
  options: ComputeOptions,
): Promise<FrechetResult> {
  const d = a.mean.length;
  if (b.mean.length !== d) {
    throw new EvenkeelError(
      "SHAPE",
      `frechetDistance: both must have as many dimensions, got ${d} and ${b.mean.length}`,
      { advice: "Take both from the same layer of the same network." },
    );
  }
  const other = factorOf(b);
  options.onProgress?.(0.15);
  const data = await innerProducts(factor, other, options.engine);
  const values = singularValues(
    { data, rows: factor.rows, columns: other.rows },
    partOf(options, 0.2, 1).onProgress,
  );
  let meanTerm = 0;
  for (let i = 0; i < d; i++) meanTerm += (a.mean[i]! - b.mean[i]!) ** 2;
  const root = values.reduceRight((sum, value) => sum + value, 0);
  const traceTerm = trace(a.covariance, d) + trace(b.covariance, d) - 2 * root;
  const warnings = [a, b].flatMap(({ count }) => tooFew(count, d));
  return {
    metric: "fid",
    value: Math.max(0, meanTerm + traceTerm),
    spread: null,
    details: { meanTerm, traceTerm },
    warnings: [...new Set(warnings)],
    counts: { real: a.count, fake: b.count },
  };
}

function tooFew(count: number, d: number): readonly string[] {
  if (count > d) return [];
  return [
    `${count} samples are too few for ${d} dimensions: their covariance is singular and the Fréchet ` +
      `distance depends on their number; take more than ${d}`,
  ];
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i]!;
  return sum;
}

function checkStatistics(where: string, { mean, covariance }: FeatureStatistics): void {
  const d = mean.length;
  if (d < 1 || covariance.length !== d * d) {
    throw new EvenkeelError(
      "SHAPE",
      `${where}: the covariance must have d x d elements for a mean of d, ` +
        `got ${covariance.length} for d = ${d}`,
    );
  }
  if (!mean.every(Number.isFinite) || !covariance.every(Number.isFinite)) {
    throw new EvenkeelError("DATA", `${where}: mean and covariance must be finite, got others`);
  }
  for (let i = 0; i < d; i++) {
    const variance = covariance[i * d + i]!;
    if (variance >= 0) continue;
    throw new EvenkeelError(
      "DATA",
      `${where}: variances must not be negative, got ${variance} for feature ${i}`,
    );
  }
}
