/** Features of real images that are there already. */
import type { RealFeatures } from "../inputs.ts";
import type { ComputeOptions, FeatureMatrix } from "./matrix.ts";
import { type FeatureStatistics, featureStatistics } from "./statistics.ts";

/**
 * Features as metrics take those of real images.
 *
 * @param options how their statistics are computed when a metric asks for them.
 */
export function realFeatures(matrix: FeatureMatrix, options: ComputeOptions = {}): RealFeatures {
  let statistics: Promise<FeatureStatistics> | undefined;
  return {
    count: matrix.rows,
    features: async () => matrix,
    statistics() {
      statistics ??= featureStatistics(matrix, options);
      return statistics;
    },
  };
}
