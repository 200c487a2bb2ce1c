/** The differentiable graph: build it, differentiate it, simplify it, evaluate it in float64. */
export { applyGraph } from "./apply-graph.ts";
export { createBuilder } from "./builder.ts";
export type { DType } from "./dtypes.ts";
export {
  allAxes,
  dot,
  flatten,
  logSumExp,
  mean,
  normalize,
  product,
  sliceAxis,
  softmax,
  square,
  sum,
} from "./functions/basic.ts";
export { convAveraged, convUpsampled } from "./functions/resampled.ts";
export {
  averagePool,
  convTranspose,
  maxPool,
  type Pooling,
  upsampleNearest,
} from "./functions/spatial.ts";
export { gradient } from "./gradient.ts";
export { multiplyAdds } from "./multiply-adds.ts";
export { peakBytes } from "./peak-memory.ts";
export { printGraph } from "./print.ts";
export { evaluate, type Tensor64 } from "./reference/evaluate.ts";
export type { ConvGeometry, OpName } from "./signatures.ts";
export { simplify } from "./simplify.ts";
export type { Aval, Builder, Graph, Shape, Value } from "./types.ts";
export { formatAval, sameShape, sizeOf, topologicalOrder } from "./value.ts";
export { verify } from "./verify.ts";
