/** The names of the classes that the network in an ONNX file tells apart. */
import { onnxMetadata } from "../../graph/onnx/index.ts";

/** The key of a file's metadata that has the names, in the order of the logits and with commas between them. */
const KEY = "classes";

/** The names that a file states in its metadata as `classes`; `undefined` unless they are `count` names. */
export function statedClasses(file: Uint8Array, count: number): readonly string[] | undefined {
  const names = onnxMetadata(file)[KEY]?.split(",");
  return count > 0 && names?.length === count ? names : undefined;
}
