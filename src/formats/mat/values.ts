/** The matrices of a MATLAB 5 file: their headers, numbers and texts. */
import { brokenFile, named, shapeText } from "../broken.ts";
import { elementCount } from "../tensor.ts";
import { type Block, type Element, elementAt, MATRIX } from "./element.ts";

/** Numbers in column-major order: the first axis runs fastest. */
export interface MatNumbers {
  readonly kind: "numbers";
  readonly shape: readonly number[];
  /** float32 of MATLAB's class `single`, float64 of all others. */
  readonly data: Float32Array | Float64Array;
}

/** A text, or the texts of a cell array, in column-major order. */
export interface MatTexts {
  readonly kind: "texts";
  readonly shape: readonly number[];
  readonly texts: readonly string[];
}

/** A variable of a MATLAB file. */
export type MatVariable = MatNumbers | MatTexts;

/** What stands before a matrix's contents. */
export interface MatrixHeader {
  readonly name: string;
  readonly classNumber: number;
  readonly isComplex: boolean;
  readonly shape: readonly number[];
  /** The byte at which the contents begin. */
  readonly body: number;
}

/** MATLAB's classes by their numbers. */
const CLASSES = [
  ...["", "cell", "struct", "object", "char", "sparse", "double", "single"],
  ...["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "function"],
];
const CELL = CLASSES.indexOf("cell");
const CHAR = CLASSES.indexOf("char");
const SINGLE = CLASSES.indexOf("single");
const FIRST_NUMBER = CLASSES.indexOf("double");
const LAST_NUMBER = CLASSES.indexOf("uint64");

/** Bits of a matrix's flags. */
const COMPLEX = 0x0800;

/** How numbers are stored, by the type of their element: often in fewer bytes than their class has. */
const STORED: Readonly<
  Record<number, { readonly bytes: number; read(view: DataView, at: number): number }>
> = {
  1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  2: { bytes: 1, read: (view, at) => view.getUint8(at) },
  3: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  4: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  5: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  6: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  7: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  9: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  12: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  13: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
};
const SINGLES = 7;
const DOUBLES = 9;
const INT32 = 5;
const UINT32 = 6;
/** The encodings of texts, by the type of their element. */
const ENCODINGS: Readonly<Record<number, string>> = {
  1: "latin1",
  2: "latin1",
  4: "utf-16le",
  16: "utf-8",
  17: "utf-16le",
};

/**
 * Reads what stands before a matrix's contents; these need not be there.
 *
 * @param start the byte after the matrix's own tag.
 * @throws EvenkeelError `DATA` where it is damaged.
 */
export function matrixHeader(block: Block, start: number): MatrixHeader {
  const { bytes, view, where } = block;
  const flags = elementAt(block, start);
  if (flags.type !== UINT32 || flags.size !== 8) {
    throw brokenFile(where(start), "a matrix must begin with 8 bytes of flags", typeText(flags));
  }
  const word = view.getUint32(flags.start, true);
  const axes = elementAt(block, flags.next);
  if (axes.type !== INT32 || axes.size % 4 !== 0 || axes.size < 8) {
    throw brokenFile(where(flags.next), "a matrix must have two sizes or more", typeText(axes));
  }
  const shape = Array.from({ length: axes.size / 4 }, (_, i) =>
    view.getInt32(axes.start + 4 * i, true),
  );
  const name = elementAt(block, axes.next);
  if (name.type !== 1) {
    throw brokenFile(where(axes.next), "a matrix must have a name", typeText(name));
  }
  return {
    name: new TextDecoder("latin1").decode(bytes.subarray(name.start, name.start + name.size)),
    classNumber: word & 0xff,
    isComplex: (word & COMPLEX) !== 0,
    shape,
    body: name.next,
  };
}

/**
 * Reads a matrix's contents.
 *
 * @param file what messages call the file.
 * @param end the byte at which the matrix ends.
 * @throws EvenkeelError `DATA` for what is damaged, and for other than real numbers, a text and a cell array of
 *   texts.
 */
export function matrixValue(
  block: Block,
  file: string,
  header: MatrixHeader,
  end: number,
): MatVariable {
  const { name, classNumber, isComplex, shape } = header;
  const count = elementCount(shape);
  if (count === undefined) {
    throw brokenFile(block.where(header.body), "sizes must fit into a file", shapeText(shape));
  }
  if (classNumber === CELL) return { kind: "texts", shape, texts: cell(block, header, end, count) };
  if (classNumber === CHAR) {
    return { kind: "texts", shape: [1, 1], texts: [text(block, header, end)] };
  }
  if (classNumber < FIRST_NUMBER || classNumber > LAST_NUMBER || isComplex) {
    const kind = CLASSES[classNumber] || `class ${classNumber}`;
    const rule = "must be real numbers, a text or a cell array of texts";
    throw brokenFile(named(file, "variable", name), rule, isComplex ? `complex ${kind}` : kind);
  }
  const data = numbers(block, header, end, count);
  return { kind: "numbers", shape, data };
}

function numbers(
  block: Block,
  { classNumber, shape, body }: MatrixHeader,
  end: number,
  count: number,
) {
  const { bytes, view, where } = block;
  const isSingle = classNumber === SINGLE;
  const array = isSingle ? Float32Array : Float64Array;
  if (count === 0) return new array();
  const element = elementAt(block, body, end);
  const stored = STORED[element.type];
  if (stored === undefined) {
    throw brokenFile(where(body), "numbers must be stored as such", typeText(element));
  }
  if (element.size !== count * stored.bytes) {
    const rule = `${shapeText(shape)} must have ${count * stored.bytes} bytes of data`;
    throw brokenFile(where(body), rule, String(element.size));
  }
  if (element.type === (isSingle ? SINGLES : DOUBLES)) {
    // in place where it is aligned: the largest variables take half a gigabyte
    const aligned = (bytes.byteOffset + element.start) % stored.bytes === 0;
    const part = aligned
      ? bytes.subarray(element.start, element.start + element.size)
      : bytes.slice(element.start, element.start + element.size);
    return new array(part.buffer as ArrayBuffer, part.byteOffset, count);
  }
  const data = new array(count);
  for (let i = 0; i < count; i++) data[i] = stored.read(view, element.start + i * stored.bytes);
  return data;
}

function text(block: Block, { shape, body }: MatrixHeader, end: number): string {
  if (elementCount(shape) === 0) return "";
  if (shape.length !== 2 || shape[0] !== 1) {
    throw brokenFile(block.where(body), "a text must have one row", shapeText(shape));
  }
  const element = elementAt(block, body, end);
  const encoding = ENCODINGS[element.type];
  if (encoding === undefined) {
    throw brokenFile(block.where(body), "a text must be stored as characters", typeText(element));
  }
  const part = block.bytes.subarray(element.start, element.start + element.size);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(part);
  } catch (cause) {
    throw brokenFile(block.where(body), `a text must be ${encoding}`, "other bytes", { cause });
  }
}

function cell(block: Block, { body }: MatrixHeader, end: number, count: number): readonly string[] {
  const texts: string[] = [];
  let offset = body;
  for (let i = 0; i < count; i++) {
    const element = elementAt(block, offset, end);
    if (element.type !== MATRIX) {
      throw brokenFile(block.where(offset), "a cell must hold a matrix", typeText(element));
    }
    const header = matrixHeader(block, element.start);
    if (header.classNumber !== CHAR) {
      const got = CLASSES[header.classNumber] || `class ${header.classNumber}`;
      throw brokenFile(block.where(offset), "a cell must hold a text", got);
    }
    texts.push(text(block, header, element.start + element.size));
    offset = element.next;
  }
  return texts;
}

const typeText = ({ type, size }: Element) => `an element of type ${type} with ${size} bytes`;
