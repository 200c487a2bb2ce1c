/**
 * Files of `torch.save` that hold a dictionary of tensors, as `model.state_dict()` gives it: the zip
 * archives since PyTorch 1.6, and the pickles in a row before.
 */
import { brokenFile, named } from "../broken.ts";
import type { FileTensor } from "../safetensors.ts";
import { isCount, isCounts, plainBytes } from "../tensor.ts";
import { isOldFile, type Opened, openArchive, openOldFile } from "./open.ts";
import { PickleCall, PickleReference } from "./pickle.ts";
import { elementsOf, type Room } from "./storage.ts";
import { isZip } from "./zip.ts";

const PARAMETER = "torch._utils._rebuild_parameter";

/**
 * Tensors may share a storage, as tied weights do, and each is copied out of it. Together they have at
 * most so many times the bytes of the file.
 */
const MOST_SHARING = 16;

/** Whether a file begins as one of `torch.save` does. */
export function isTorchFile(file: Uint8Array): boolean {
  return isZip(file) || isOldFile(file);
}

/**
 * The tensors of a file, by name. A dictionary under the key `state_dict` is taken where there is one;
 * values that are no tensors are left out, and so are int64 tensors, which count and hold no weights.
 *
 * @param content the whole file, `.pth` or `.pt`.
 * @param name what errors call it.
 * @throws EvenkeelError `DATA` if the file is none of `torch.save`, truncated or damaged, holds something
 *   else than a dictionary of tensors, or elements of a type that is not read here. Nothing in the file
 *   is executed.
 */
export function decodeTorchTensors(
  content: Uint8Array,
  name = "torch file",
): ReadonlyMap<string, FileTensor> {
  const file = plainBytes(content);
  if (!isTorchFile(file)) {
    throw brokenFile(name, "must be a file of torch.save", "other bytes");
  }
  const opened = isZip(file) ? openArchive(file, name) : openOldFile(file, name);
  const { value } = opened;
  const inner = value instanceof Map ? (value.get("state_dict") ?? value) : value;
  if (!(inner instanceof Map)) {
    throw brokenFile(name, "must hold a dictionary of tensors", "another value");
  }
  const room = { bytes: MOST_SHARING * file.length };
  const tensors = new Map<string, FileTensor>();
  for (const [key, entry] of inner) {
    if (typeof key !== "string" || !(entry instanceof PickleCall)) continue;
    const tensor = rebuild(entry, opened, room, named(name, "tensor", key));
    if (tensor !== undefined) tensors.set(key, tensor);
  }
  if (tensors.size === 0) {
    throw brokenFile(name, "must hold a dictionary of tensors", "one without any");
  }
  return tensors;
}

function rebuild(
  call: PickleCall,
  { storage }: Opened,
  room: Room,
  where: string,
): FileTensor | undefined {
  // a parameter is a tensor with a mark
  const [wrapped] = call.args;
  const isParameter = call.name === PARAMETER && wrapped instanceof PickleCall;
  const [first, offset, shape, strides] = isParameter ? wrapped.args : call.args;
  if (
    !(first instanceof PickleReference) ||
    !isCount(offset) ||
    !isCounts(shape) ||
    !isCounts(strides)
  ) {
    throw brokenFile(where, "must be a dense tensor", "another value");
  }
  const elements = storage(first, where);
  if (elements.type === "torch.LongStorage") return undefined;
  return elementsOf(elements, { offset, shape, strides }, room, where);
}
