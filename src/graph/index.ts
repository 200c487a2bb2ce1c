/** The differentiable graph: build it, differentiate it, simplify it, write it as ONNX. */
export { type Builder, createBuilder, type Operand } from "./builder.ts";
export { OPSET } from "./emitter.ts";
export * from "./functions/basic.ts";
export * from "./functions/resampled.ts";
export * from "./functions/spatial.ts";
export { gradient } from "./gradient.ts";
export { type OnnxOptions, toOnnx } from "./onnx.ts";
export { peakBytes } from "./peak-memory.ts";
export { printGraph } from "./print.ts";
export { evaluate, type Tensor64 } from "./reference/evaluate.ts";
export type { ConvGeometry, OpName } from "./signatures.ts";
export { simplify } from "./simplify.ts";
export {
  type Aval,
  type DType,
  formatAval,
  type Graph,
  type Shape,
  sameShape,
  sizeOf,
  topologicalOrder,
  type Value,
} from "./value.ts";
export { verify } from "./verify.ts";
