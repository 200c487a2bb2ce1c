/** Normalizations of activations, with the types of their options. */
export { type BatchNormOptions, batchNorm } from "./batch-norm.ts";
export {
  type ConditionalBatchNormOptions,
  conditionalBatchNorm,
} from "./conditional-batch-norm.ts";
export {
  type CrossIterationBatchNormOptions,
  crossIterationBatchNorm,
} from "./cross-iteration/cross-iteration-batch-norm.ts";
export { type GroupNormOptions, groupNorm } from "./group-norm.ts";
export { type LayerNormOptions, layerNorm } from "./layer-norm.ts";
