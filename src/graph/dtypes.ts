/** Element types, and their numbers in ONNX. */

/** Element types. `float32` is the only one that carries gradients. */
export type DType = "float32" | "int32" | "uint8" | "bool";

/** ONNX's numbers for our element types (`TensorProto.DataType`). */
export const onnxDType: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  bool: 9,
};
