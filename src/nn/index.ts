/** Layers, initializers and optimizers: pure functions over the graph. */
export { embedding } from "./embedding.ts";
export { fixup } from "./fixup.ts";
export {
  type Initializer,
  initialValue,
  kaimingNormal,
  lecunNormal,
  normal,
  orthogonal,
  truncatedNormal,
  xavierUniform,
} from "./initializers.ts";
export {
  type ConvOptions,
  conv,
  deconv,
  dense,
  type Resampling,
  scalarBias,
  scalarMultiplier,
  type WeightNotes,
} from "./layers.ts";
export { movingAverage } from "./moving-average.ts";
export {
  applyNetwork,
  type Condition,
  describeNetwork,
  type LayerContext,
  type Network,
  type NetworkDescription,
  type Pass,
} from "./network.ts";
export {
  batchNorm,
  conditionalBatchNorm,
  crossIterationBatchNorm,
  groupNorm,
  layerNorm,
} from "./normalizations/index.ts";
export { type AdamOptions, adam, type Optimizer, sgd } from "./optimizers/index.ts";
export {
  type BufferSpec,
  type ConvolutionPlace,
  inferenceBuffers,
  type ParameterSpec,
} from "./parameter.ts";
export { widthRatio } from "./proportions.ts";
