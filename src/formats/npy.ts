/**
 * NumPy's `.npy` file format: one array behind a header that is a Python literal.
 *
 * ```
 * 6 bytes   "\x93NUMPY"
 * 2 bytes   the version: 1.0, 2.0 or 3.0
 * 2 bytes   header length n, little-endian (4 bytes from version 2 on)
 * n bytes   "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", spaces, a line feed
 * the rest  the elements, row by row
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html for the format's definition.
 */
import { EvenkeelError } from "../errors.ts";
import { brokenFile, shapeText } from "./broken.ts";
import { elementCount, plainBytes } from "./tensor.ts";

/** An array of one or two dimensions; `data` holds the elements in row-major order. */
export interface NpyArray {
  /** `[N]` or `[rows, columns]` */
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

const MAGIC = Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"));
/** By NumPy's name of the type, little-endian. */
const ARRAYS = { "<f4": Float32Array, "<f8": Float64Array } as const;
/** The data begin at a multiple of this. */
const ALIGNMENT = 64;
/** NumPy's own limit for a header, beyond which Python's parser of literals may fail. */
const MOST_HEADER_BYTES = 10_000;
/** NumPy leaves room for a first axis of so many digits, so that a file can grow. */
const GROWTH_DIGITS = 21;

/**
 * Encodes an array as a `.npy` file of version 1.0, the bytes that `numpy.save` writes.
 *
 * @throws EvenkeelError `SHAPE` for other than one or two dimensions, or data that do not fit the shape.
 */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  if (![1, 2].includes(shape.length) || elementCount(shape) !== data.length) {
    throw new EvenkeelError(
      "SHAPE",
      `npy: data must have as many elements as their 1 or 2 axes, got ${data.length} for [${shape.join(", ")}]`,
    );
  }
  const descr = data instanceof Float32Array ? "<f4" : "<f8";
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const room = " ".repeat(Math.max(0, GROWTH_DIGITS - String(shape[0]).length));
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }${room}`;
  const before = MAGIC.length + 4;
  const start = Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(start + data.byteLength);
  file.set(MAGIC);
  file[MAGIC.length] = 1;
  new DataView(file.buffer).setUint16(MAGIC.length + 2, start - before, true);
  file.set(new TextEncoder().encode(`${text.padEnd(start - before - 1)}\n`), before);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return file;
}

/**
 * Decodes a `.npy` file of float32 or float64 in C order, with one or two dimensions. The data share the
 * file's memory where their alignment allows it; headers need not be padded.
 *
 * @param content the whole file.
 * @param name what errors call the file, such as its path; default `npy`.
 * @throws EvenkeelError `DATA` if the file is no `.npy` file, is truncated or too long, or holds another
 *   version, type, order or number of dimensions.
 */
export function decodeNpy(content: Uint8Array, name = "npy"): NpyArray {
  const file = plainBytes(content);
  const { header, start } = headerOf(file, name);
  const array = arrayOf(header, name);
  const { fortran, shape } = layoutOf(header, name);
  if (fortran && shape.length > 1) {
    throw brokenFile(name, "the array must be in C order", "Fortran order", {
      advice: "Save it again in C order: numpy.save(file, numpy.ascontiguousarray(array)).",
    });
  }
  if (shape.length < 1 || shape.length > 2) {
    throw brokenFile(name, "the array must have 1 or 2 dimensions", shapeText(shape), {
      advice: "Reshape it to a row for each image: array.reshape(len(array), -1).",
    });
  }
  const count = elementCount(shape);
  if (count === undefined) {
    throw brokenFile(name, "the array must fit into a file", shapeText(shape));
  }
  const bytes = count * array.BYTES_PER_ELEMENT;
  const there = file.length - start;
  if (there !== bytes) {
    const reason = there < bytes ? "; the file is truncated" : "";
    const rule = `${shapeText(shape)} must have ${bytes} bytes of data`;
    throw brokenFile(name, rule, `${there}${reason}`);
  }
  const aligned = (file.byteOffset + start) % array.BYTES_PER_ELEMENT === 0;
  const body = aligned ? file.subarray(start) : file.slice(start);
  return { shape, data: new array(body.buffer as ArrayBuffer, body.byteOffset, count) };
}

function headerOf(file: Uint8Array, name: string) {
  const { length } = MAGIC;
  if (!MAGIC.every((byte, i) => file[i] === byte)) {
    const got = file.length === 0 ? "an empty file" : "other bytes";
    throw brokenFile(name, "a .npy file must begin with \\x93NUMPY", got, {
      advice: "Write it with numpy.save; .npz archives and text files are something else.",
    });
  }
  const major = file[length];
  if (file.length < length + 6) {
    throw brokenFile(name, "the header must be whole", "a truncated file");
  }
  if (major !== 1 && major !== 2 && major !== 3) {
    throw brokenFile(name, "the format version must be 1, 2 or 3", String(major));
  }
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const wide = major > 1;
  const size = wide ? view.getUint32(length + 2, true) : view.getUint16(length + 2, true);
  const begin = length + (wide ? 6 : 4);
  const start = begin + size;
  if (start > file.length) {
    const rule = `the header of ${size} bytes must lie within the file`;
    throw brokenFile(name, rule, `a file of ${file.length} bytes; it is truncated`);
  }
  if (size > MOST_HEADER_BYTES) {
    const rule = `the header must have at most ${MOST_HEADER_BYTES} bytes`;
    throw brokenFile(name, rule, `${size}`);
  }
  return { header: new TextDecoder("latin1").decode(file.subarray(begin, start)), start };
}

function arrayOf(header: string, name: string) {
  const descr = /(['"])descr\1\s*:\s*(['"])([^'"]*)\2/.exec(header)?.[3];
  if (descr === "<f4" || descr === "<f8") return ARRAYS[descr];
  const rule = "elements must be float32 or float64, little-endian";
  throw brokenFile(name, rule, descr ?? header.trim(), {
    advice: "Save it as float32: numpy.save(file, array.astype('<f4')).",
  });
}

function layoutOf(header: string, name: string) {
  const [, , order] = /(['"])fortran_order\1\s*:\s*(True|False)\b/.exec(header) ?? [];
  // Python 2 wrote long integers as 3L; a single size has a comma after it, as else it were no tuple
  const axes =
    /(['"])shape\1\s*:\s*\(\s*((?:\d+L?\s*,\s*)*\d+L?\s*,|(?:\d+L?\s*,\s*)+\d+L?|)\s*\)/.exec(
      header,
    )?.[2];
  if (order === undefined || axes === undefined) {
    throw brokenFile(name, "the header must have fortran_order and shape", header.trim());
  }
  const shape = axes.match(/\d+/g)?.map(Number) ?? [];
  return { fortran: order === "True", shape };
}
