/** A discriminator and a batch, measured: gradients, outputs, curvatures and activations, layer by layer. */
export type { ActivationKind } from "./activations.ts";
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
export { repeated } from "./repeated.ts";
export type { AnalyzedImages } from "./subject.ts";
