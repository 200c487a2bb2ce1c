/** Graphs as ONNX models. */
export { onnxModel, onnxNode, onnxValue } from "./messages.ts";
export { type OnnxOptions, toOnnx } from "./to-onnx.ts";
