/** File formats: safetensors and TensorBoard event files. */
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
