/** Pickles instruction by instruction, and files of torch.save around them: Python writes sound ones alone. */
import { zip } from "./zip.ts";

const u8 = (value: number) => Buffer.of(value);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const i64 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
};

/** The bytes of instructions, each a character or its bytes. */
export function code(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)),
  );
}

/** Pushes a text. */
export const text = (value: string) => code("X", u32(Buffer.byteLength(value)), Buffer.from(value));
/** Pushes a whole number of 32 bits. */
export const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return code("J", bytes);
};
/** Pushes an imported name, such as `torch FloatStorage`. */
export const name = (full: string) => code("c", full.replace(" ", "\n"), "\n");
/** Pushes a tuple. */
export const tuple = (...items: readonly Uint8Array[]) => code("(", ...items, "t");
/** Pushes a dictionary. */
export const dictionary = (entries: Readonly<Record<string, Uint8Array>>) =>
  code("}(", ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]), "u");
/** Remembers the value on top, and pushes it again. */
export const put = (index: number) => code("q", u8(index));
export const get = (index: number) => code("h", u8(index));

/** What a tensor is made of. */
export interface PickledTensor {
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly offset?: number;
  readonly storage?: string;
  readonly key?: string;
  /** Elements of the storage, as its reference says; default those of the shape. */
  readonly elements?: number;
}

/** Pushes a tensor as torch.save does. */
export function tensor({
  shape,
  strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1)),
  offset = 0,
  storage = "torch FloatStorage",
  key = "0",
  elements = shape.reduce((a, b) => a * b, 1),
}: PickledTensor): Buffer {
  const reference = tuple(text("storage"), name(storage), text(key), text("cpu"), int(elements));
  return code(
    name("torch._utils _rebuild_tensor_v2"),
    tuple(
      code(reference, "Q"),
      int(offset),
      tuple(...shape.map(int)),
      tuple(...strides.map(int)),
      code("\x89"),
      code(name("collections OrderedDict"), ")R"),
    ),
    "R",
  );
}

/** A file of torch.save: an archive of a pickle that pushes a value, and the storages. */
export function torchFile(
  value: Uint8Array,
  storages: Readonly<Record<string, Uint8Array>> = {},
): Buffer {
  return zip([
    { name: "a/data.pkl", content: code("\x80\x02", value, ".") },
    ...Object.entries(storages).map(([key, content]) => ({ name: `a/data/${key}`, content })),
  ]);
}

/** A file as torch.save wrote it before 1.6: pickles in a row, then the storages by their keys. */
export function oldTorchFile(
  value: Uint8Array,
  storages: readonly (readonly [key: string, elements: bigint, bytes: Uint8Array])[] = [],
  keys: Uint8Array = code("](", ...storages.map(([key]) => text(key)), "e"),
): Buffer {
  const pickle = (content: Uint8Array) => code("\x80\x02", content, ".");
  const magic = Buffer.from("6cfc9c46f9206aa85019", "hex");
  return Buffer.concat([
    code("\x80\x02\x8a", u8(magic.length), magic, "."),
    pickle(code("M", Buffer.of(0xe9, 0x03))),
    pickle(dictionary({ little_endian: code("\x88") })),
    pickle(value),
    pickle(keys),
    ...storages.flatMap(([, elements, bytes]) => [i64(elements), bytes]),
  ]);
}
