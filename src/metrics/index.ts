/** How close what a generator makes is to what it should make: the metrics, and their arithmetic. */
export { protocolDifferences, type SettingDifference } from "./differences.ts";
export { realFeatures } from "./features/given.ts";
export {
  type ComputeOptions,
  checkFeatures,
  type FeatureMatrix,
  selectRows,
} from "./features/matrix.ts";
export { nearestNeighbours } from "./features/nearest.ts";
export { type FeatureStatistics, featureStatistics } from "./features/statistics.ts";
export { frechetDistance } from "./frechet.ts";
export { intraClassFrechetDistance } from "./frechet-classes.ts";
export { frechetDistanceInfinity } from "./frechet-infinity.ts";
export { inceptionScore } from "./inception-score.ts";
export type {
  ClassScores,
  ImageRows,
  KnownMixture,
  MetricInput,
  MetricInputs,
  RealFeatures,
  RealImages,
} from "./inputs.ts";
export { kernelDistance, maximumMeanDiscrepancy } from "./kernel-distance.ts";
export { precisionRecallDensityCoverage } from "./manifold.ts";
export type {
  DataKind,
  Metric,
  MetricOptions,
  MetricPicture,
  MetricResult,
  ResultKind,
} from "./metric.ts";
export { type ModeCoverage, modeCoverage } from "./modes.ts";
export { resultsTable } from "./reference.ts";
export { type MetricName, metricNames, metrics, recordedKey, resultOf } from "./registry.ts";
