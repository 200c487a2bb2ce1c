/** What the papers prove, measured. */
export {
  type Activation,
  type ActivationKind,
  type ActivationStatistics,
  activationStatistics,
  activationsOf,
} from "./activations.ts";
export type {
  ActivationAnalysis,
  Analysis,
  FisherAnalysis,
  GradientBound,
  HessianAnalysis,
  LayerAnalysis,
} from "./analysis.ts";
export { type AnalyzeOptions, analyze } from "./analyze.ts";
export {
  diversity,
  imageNorms,
  lipschitzEstimate,
  type Range,
  rangeOf,
  type Separation,
  separation,
} from "./batch-statistics.ts";
export { type ChainLayer, chainOf } from "./chain.ts";
export { addFisherProduct, fisherEigenvalue, largestStableRate } from "./fisher.ts";
export { type Fit, fitAtRates, type Regression } from "./fit.ts";
export {
  type BoundedLayer,
  gradientBounds,
  hessianBound,
  lipschitzBound,
} from "./gradient-bound.ts";
export {
  type Columns,
  healthRecordOf,
  type InstrumentOptions,
  type Instruments,
  openInstruments,
} from "./instruments.ts";
export { type Eigenvalue, type EigenvalueOptions, largestEigenvalue } from "./lanczos.ts";
export { type LayerWeight, measureWeight } from "./layers.ts";
export type { RowAxis } from "./matrix-gram.ts";
export {
  fisherLowerBound,
  type MeanField,
  type MeanFieldNetwork,
  meanField,
} from "./mean-field.ts";
export type { NetworkSubject } from "./network-subject.ts";
export { type OperatorNorm, operatorNorm, patchesOf } from "./operator-norm.ts";
export { effectiveRank, exactSpectralNorm, singularValues } from "./spectral-norm.ts";
export type { AnalyzedImages } from "./subject.ts";
export {
  type HealthContext,
  type HealthMonitor,
  type HealthRecord,
  healthMonitor,
  notFinite,
  thresholds,
  type Verdict,
  type VerdictState,
  verdictStates,
} from "./verdict.ts";
export { frobenius, type WeightVariance, weightVariance } from "./weight-variance.ts";
