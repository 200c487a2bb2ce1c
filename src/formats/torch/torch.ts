/**
 * Files of `torch.save` that hold a dictionary of tensors, as `model.state_dict()` gives it: the zip
 * archives since PyTorch 1.6, and the pickles in a row before.
 */
import { EvenkeelError } from "../../errors.ts";
import type { FileTensor } from "../safetensors.ts";
import { PickleCall, PickleName, PickleReference, type PickleValue, readPickle } from "./pickle.ts";
import { elementsOf, type Storage, storageTypes } from "./storage.ts";
import { isZip, readStoredZip } from "./zip.ts";

/** The number that an older file begins with. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const OLD_PROTOCOL = 1001;

const rebuilders = ["torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter"] as const;
const allowed: ReadonlySet<string> = new Set([...Object.keys(storageTypes), ...rebuilders]);

/** Whether a file begins as one of `torch.save` does. */
export function isTorchFile(file: Uint8Array): boolean {
  // PROTO 2, LONG1 of 10 bytes
  return isZip(file) || [0x80, 2, 0x8a, 10].every((byte, i) => file[i] === byte);
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
  // a Buffer's slices would be views of its memory
  const file = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  if (!isTorchFile(file)) {
    throw new EvenkeelError("DATA", `${name}: must be a file of torch.save, got other bytes`);
  }
  const { value, storage } = isZip(file) ? openArchive(file, name) : openOldFile(file, name);
  const inner = value instanceof Map ? (value.get("state_dict") ?? value) : value;
  if (!(inner instanceof Map)) {
    throw new EvenkeelError(
      "DATA",
      `${name}: must hold a dictionary of tensors, got another value`,
    );
  }
  const tensors = new Map<string, FileTensor>();
  for (const [key, entry] of inner) {
    if (typeof key !== "string" || !(entry instanceof PickleCall)) continue;
    const tensor = rebuild(entry, storage, `${name}: tensor "${key}"`);
    if (tensor !== undefined) tensors.set(key, tensor);
  }
  return tensors;
}

/** What a file holds, and the bytes of each storage. */
interface Opened {
  readonly value: PickleValue;
  storage(reference: PickleReference, where: string): Storage;
}

function openArchive(file: Uint8Array, name: string): Opened {
  const entries = readStoredZip(file, name);
  const [path] = [...entries.keys()].filter((entry) => /^[^/]+\/data\.pkl$/.test(entry));
  if (path === undefined) {
    throw new EvenkeelError("DATA", `${name}: must be a file of torch.save, got another archive`);
  }
  const prefix = path.slice(0, -"data.pkl".length);
  const order = entries.get(`${prefix}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order) !== "little") {
    throw new EvenkeelError("DATA", `${name}: must be little-endian, got big-endian`);
  }
  const { value } = readPickle(entries.get(path)!, 0, name, allowed);
  return {
    value,
    storage(reference, where) {
      const { type, key } = storageId(reference, where);
      const bytes = entries.get(`${prefix}data/${key}`);
      if (bytes === undefined) {
        throw new EvenkeelError("DATA", `${where}: its data must be in the file, got none`);
      }
      return { type, bytes };
    },
  };
}

/** Pickles in a row (magic number, protocol, machine, value, keys of storages), then the storages. */
function openOldFile(file: Uint8Array, name: string): Opened {
  let at = 0;
  const next = () => {
    const { value, end } = readPickle(file, at, name, allowed);
    at = end;
    return value;
  };
  const [magic, protocol, machine] = [next(), next(), next()];
  const little = machine instanceof Map && machine.get("little_endian") === true;
  if (magic !== MAGIC || protocol !== OLD_PROTOCOL || !little) {
    throw new EvenkeelError(
      "DATA",
      `${name}: must be a little-endian file of torch.save, got other`,
    );
  }
  const value = next();
  const keys = next();
  if (!Array.isArray(keys)) {
    throw new EvenkeelError("DATA", `${name}: must list its storages, got another value`);
  }
  const starts = at;
  const types = storageTypesIn(value);
  const places = new Map<string, Uint8Array>();
  let place = starts;
  for (const key of keys) {
    const type = types.get(String(key));
    if (type === undefined || place + 8 > file.length) throw endsEarly(name);
    const view = new DataView(file.buffer, file.byteOffset + place, 8);
    const bytes = Number(view.getBigInt64(0, true)) * storageTypes[type]!.bytes;
    if (place + 8 + bytes > file.length) throw endsEarly(name);
    places.set(String(key), file.subarray(place + 8, place + 8 + bytes));
    place += 8 + bytes;
  }
  return {
    value,
    storage(reference, where) {
      const { type, key } = storageId(reference, where);
      const bytes = places.get(key);
      if (bytes === undefined) {
        throw new EvenkeelError("DATA", `${where}: its data must be in the file, got none`);
      }
      return { type, bytes };
    },
  };
}

function endsEarly(name: string): EvenkeelError {
  return new EvenkeelError("DATA", `${name}: the file must be whole, got one that ends early`);
}

/** The element types of all storages that a value refers to, by key. */
function storageTypesIn(value: PickleValue, found = new Map<string, string>()) {
  if (value instanceof PickleReference) {
    const { type, key } = storageId(value, "torch file");
    found.set(key, type);
  } else if (value instanceof PickleCall) for (const x of value.args) storageTypesIn(x, found);
  else if (value instanceof Map) for (const x of value.values()) storageTypesIn(x, found);
  else if (Array.isArray(value)) for (const x of value) storageTypesIn(x, found);
  return found;
}

/** `("storage", type, key, device, elements, …)` */
function storageId({ id }: PickleReference, where: string) {
  const [tag, type, key] = Array.isArray(id) ? id : [];
  if (tag !== "storage" || !(type instanceof PickleName) || typeof key !== "string") {
    throw new EvenkeelError("DATA", `${where}: must refer to a storage, got another reference`);
  }
  return { type: type.name, key };
}

function rebuild(
  { name, args }: PickleCall,
  storage: Opened["storage"],
  where: string,
): FileTensor | undefined {
  const [first, offset, shape, strides] = args;
  if (name === "torch._utils._rebuild_parameter" && first instanceof PickleCall) {
    return rebuild(first, storage, where);
  }
  if (
    !(first instanceof PickleReference) ||
    !isCount(offset) ||
    !isCounts(shape) ||
    !isCounts(strides)
  ) {
    throw new EvenkeelError("DATA", `${where}: must be a dense tensor, got another value`);
  }
  const elements = storage(first, where);
  if (elements.type === "torch.LongStorage") return undefined;
  return elementsOf(elements, offset, shape, strides, where);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}
