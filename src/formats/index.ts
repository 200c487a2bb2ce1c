/** File formats: safetensors, NumPy's .npy and TensorBoard event files. */
export { decodeNpy, encodeNpy, type NpyArray } from "./npy.ts";
export {
  decodeSafetensors,
  encodeSafetensors,
  type FileTensor,
  type Safetensors,
  type TensorDtype,
} from "./safetensors.ts";
export {
  type EventImage,
  type EventTime,
  encodeFileVersion,
  encodeImage,
  encodeRecord,
  encodeScalars,
  encodeSessionStart,
} from "./tfevents.ts";
