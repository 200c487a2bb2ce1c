/** The two containers of `torch.save`: where its pickle is, and where the storages that it refers to are. */
import { brokenFile } from "../broken.ts";
import { isCount } from "../tensor.ts";
import { PickleCall, PickleName, PickleReference, type PickleValue, readPickle } from "./pickle.ts";
import { type Storage, storageTypes } from "./storage.ts";
import { openStoredZip } from "./zip.ts";

/** The number that an older file begins with. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const OLD_PROTOCOL = 1001;

/** Levels of a value; dictionaries of dictionaries of tensors have five. */
const MOST_LEVELS = 100;

const rebuilders = ["torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter"] as const;
const allowed: ReadonlySet<string> = new Set([...Object.keys(storageTypes), ...rebuilders]);

/** What a file holds, and the bytes of each storage. */
export interface Opened {
  readonly value: PickleValue;
  /** @throws EvenkeelError `DATA` for a reference to no storage, or to one that is not there or damaged. */
  storage(reference: PickleReference, where: string): Storage;
}

/** Whether a file begins with the number of older ones. */
export function isOldFile(file: Uint8Array): boolean {
  // PROTO 2, LONG1 of 10 bytes
  return [0x80, 2, 0x8a, 10].every((byte, i) => file[i] === byte);
}

/**
 * Opens a zip archive: `<name>/data.pkl`, `<name>/data/<key of a storage>`, …
 *
 * @throws EvenkeelError `DATA` for another, truncated or damaged archive, or a pickle that is not sound.
 */
export function openArchive(file: Uint8Array, name: string): Opened {
  const { names, read } = openStoredZip(file, name);
  const path = names.find((entry) => /^[^/]+\/data\.pkl$/.test(entry));
  if (path === undefined) {
    throw brokenFile(name, "must be a file of torch.save", "another archive");
  }
  const prefix = path.slice(0, -"data.pkl".length);
  const order = read(`${prefix}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order) !== "little") {
    throw brokenFile(name, "must be little-endian", "big-endian");
  }
  const { value } = readPickle(read(path)!, 0, name, allowed);
  return {
    value,
    storage: (reference, where) =>
      found(reference, where, ({ key }) => read(`${prefix}data/${key}`)),
  };
}

/**
 * Opens pickles in a row (magic number, protocol, machine, value, keys of storages), then the storages.
 *
 * @throws EvenkeelError `DATA` for another, truncated or damaged file.
 */
export function openOldFile(file: Uint8Array, name: string): Opened {
  let at = 0;
  const next = () => {
    const { value, end } = readPickle(file, at, name, allowed);
    at = end;
    return value;
  };
  const [magic, protocol, machine] = [next(), next(), next()];
  const little = machine instanceof Map && machine.get("little_endian") === true;
  if (magic !== MAGIC || protocol !== OLD_PROTOCOL || !little) {
    throw brokenFile(name, "must be a little-endian file of torch.save", "other");
  }
  const value = next();
  const keys = next();
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === "string")) {
    throw brokenFile(name, "must list its storages", "another value");
  }
  const places = placesOf(file, at, keys, storagesIn(value, name), name);
  return {
    value,
    storage: (reference, where) => found(reference, where, ({ key }) => places.get(key)),
  };
}

/** A storage that a pickle refers to: `("storage", type, key, device, elements, …)`. */
interface StorageId {
  readonly type: string;
  readonly key: string;
  readonly elements: number;
}

/** The bytes of each storage, by its key: the number of its elements, then these. */
function placesOf(
  file: Uint8Array,
  start: number,
  keys: readonly string[],
  ids: ReadonlyMap<string, StorageId>,
  name: string,
): ReadonlyMap<string, Uint8Array> {
  const endsEarly = () => brokenFile(name, "the file must be whole", "one that ends early");
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const places = new Map<string, Uint8Array>();
  let at = start;
  for (const key of keys) {
    const id = ids.get(key);
    if (id === undefined || at + 8 > file.length) throw endsEarly();
    const elements = Number(view.getBigInt64(at, true));
    if (elements < 0) {
      throw brokenFile(name, "a storage must have a number of elements", `${elements}`);
    }
    const end = at + 8 + elements * storageTypes[id.type]!.bytes;
    if (end > file.length) throw endsEarly();
    places.set(key, file.subarray(at + 8, end));
    at = end;
  }
  return places;
}

/** The storages that a value refers to, at any depth, by key. */
function storagesIn(value: PickleValue, name: string): ReadonlyMap<string, StorageId> {
  const ids = new Map<string, StorageId>();
  // a value may hold itself, and the same one many times
  const seen = new Set<PickleValue>();
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) {
      throw brokenFile(name, `must be nested in ${MOST_LEVELS} levels at most`, "more");
    }
    const below: PickleValue[] = [];
    for (const one of level) {
      if (typeof one !== "object" || seen.has(one)) continue;
      seen.add(one);
      if (one instanceof PickleReference) {
        const id = storageId(one, name);
        ids.set(id.key, id);
      } else for (const inner of valuesIn(one)) below.push(inner);
    }
    level = below;
  }
  return ids;
}

function valuesIn(value: PickleValue): Iterable<PickleValue> {
  if (value instanceof PickleCall) return value.args;
  if (value instanceof Map) return value.values();
  return Array.isArray(value) ? value : [];
}

function found(
  reference: PickleReference,
  where: string,
  bytesOf: (id: StorageId) => Uint8Array | undefined,
): Storage {
  const id = storageId(reference, where);
  const bytes = bytesOf(id);
  if (bytes === undefined) {
    throw brokenFile(where, "its data must be in the file", "none");
  }
  const expected = id.elements * storageTypes[id.type]!.bytes;
  if (bytes.length !== expected) {
    const rule = `its storage of ${id.elements} elements must have ${expected} bytes`;
    throw brokenFile(where, rule, `${bytes.length}`);
  }
  return { type: id.type, bytes };
}

function storageId({ id }: PickleReference, where: string): StorageId {
  const [tag, type, key, , elements] = Array.isArray(id) ? id : [];
  const isType = type instanceof PickleName && Object.hasOwn(storageTypes, type.name);
  if (tag !== "storage" || !isType || typeof key !== "string" || !isCount(elements)) {
    throw brokenFile(where, "must refer to a storage", "another reference");
  }
  return { type: type.name, key, elements };
}
