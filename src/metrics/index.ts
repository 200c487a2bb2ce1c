/** How close what a generator makes is to what it should make. */
export * from "./classifier/index.ts";
export type { Extracted, FeatureExtractor, ImageBatchShape } from "./extractors/extractor.ts";
export {
  createInceptionExtractor,
  type InceptionOptions,
} from "./extractors/inception/extractor.ts";
export { inceptionParameters } from "./extractors/inception/layers.ts";
export {
  INCEPTION_SIZE,
  type InceptionName,
  type InceptionVariant,
  inceptionVariants,
} from "./extractors/inception/variants.ts";
export {
  decodeInceptionWeights,
  encodeInceptionWeights,
  type InceptionWeights,
} from "./extractors/inception/weights.ts";
export { createOnnxExtractor, type OnnxExtractorOptions } from "./extractors/onnx.ts";
export { shapesClassifierFile, shapesExtractor } from "./extractors/shapes.ts";
export { type ComputeOptions, checkFeatures, type FeatureMatrix, selectRows } from "./features.ts";
export { type FrechetResult, frechetDistance } from "./frechet.ts";
export {
  type ClassDistance,
  type IntraClassDistance,
  intraClassFrechetDistance,
} from "./frechet-classes.ts";
export {
  type FrechetInfinity,
  type FrechetInfinityOptions,
  frechetDistanceInfinity,
} from "./frechet-infinity.ts";
export {
  type InceptionScore,
  type InceptionScoreOptions,
  inceptionScore,
} from "./inception-score.ts";
export {
  type KernelDistance,
  type KernelDistanceOptions,
  kernelDistance,
  maximumMeanDiscrepancy,
} from "./kernel-distance.ts";
export {
  type ManifoldOptions,
  type ManifoldResult,
  precisionRecallDensityCoverage,
} from "./manifold.ts";
export { type KnownMixture, type ModeCoverage, modeCoverage } from "./modes.ts";
export { type Neighbours, nearestNeighbours } from "./neighbours.ts";
export {
  type ClassSlice,
  canonicalText,
  classSlices,
  customProtocol,
  isInception,
  type MetricName,
  metricNames,
  type Protocol,
  type ProtocolChanges,
  type ProtocolName,
  type ProtocolSettings,
  protocolDifferences,
  protocolNames,
  protocolOf,
  protocols,
  type RealSplit,
  type ResultKey,
  type ResultKind,
  type Rounding,
  recordedKey,
  resultKinds,
  resultOf,
  roundings,
  type SettingDifference,
} from "./protocols/index.ts";
export { type FeatureStatistics, featureStatistics } from "./statistics.ts";
