/**
 * File formats: tensors as safetensors, NumPy, PyTorch and TensorFlow keep them; MATLAB's variables; TensorBoard
 * event files; tar headers; animated PNG.
 */
export { encodeApng, type FrameDelay } from "./apng.ts";
export { decodeMat } from "./mat/mat.ts";
export type { MatNumbers, MatTexts, MatVariable } from "./mat/values.ts";
export { decodeNpy, encodeNpy, type NpyArray } from "./npy.ts";
export {
  decodeSafetensors,
  encodeSafetensors,
  type FileTensor,
  type Safetensors,
  type TensorDtype,
} from "./safetensors.ts";
export { parseTarHeader, type TarHeader, tarBlock, tarPadding } from "./tar-header.ts";
export { decodeGraphConstants } from "./tensorflow-graph.ts";
export {
  type EventImage,
  type EventTime,
  encodeFileVersion,
  encodeImage,
  encodeRecord,
  encodeScalars,
  encodeSessionStart,
} from "./tfevents.ts";
export { decodeTorchTensors, isTorchFile } from "./torch/torch.ts";
