/** Graphs as ONNX models. */
export { formNames } from "./blocked/forms/choose.ts";
export { type ConvOp, chosenForm, fittingForms, formModel } from "./blocked/forms/model.ts";
export { roundToFloat16 } from "./float16.ts";
export { onnxModel, onnxNode, onnxValue } from "./messages.ts";
export { onnxMetadata } from "./metadata.ts";
export { type OnnxOptions, toOnnx } from "./to-onnx.ts";
