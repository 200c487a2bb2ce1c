/**
 * MATLAB's file format 5 (`.mat` up to version 7): named arrays behind a header, each compressed or not.
 *
 * ```
 * 116 bytes  a text
 * 8 bytes    the offset of data of subsystems, unused here
 * 2 bytes    the version, 0x0100
 * 2 bytes    "IM" in little-endian order
 * the rest   elements: a tag (type, size), data, zeros up to a multiple of 8
 * ```
 *
 * @see MathWorks, "MAT-File Format" for the definition of version 5.
 */
import { brokenFile } from "../broken.ts";
import { plainBytes } from "../tensor.ts";
import { type Block, blockOf, COMPRESSED, elementAt, MATRIX, tagAt } from "./element.ts";
import { inflateStart, inflateWhole } from "./inflate.ts";
import { type MatrixHeader, type MatVariable, matrixHeader, matrixValue } from "./values.ts";

const HEADER_BYTES = 128;
const VERSION = 0x0100;
/** What a matrix's tag, flags, sizes and name fit into, if it has no more than a few axes. */
const HEAD_BYTES = 1024;

const advice = "Save it again with MATLAB's save -v7, or with SciPy's savemat.";

/**
 * The variables of these names in a MATLAB 5 file; others are skipped. Numbers are read as float64, those of
 * MATLAB's class `single` as float32; they share the file's memory where they are stored so.
 *
 * @param content the whole file.
 * @param names variables that must be there.
 * @param file what errors call the file, such as its path; default `mat`.
 * @throws EvenkeelError `DATA`, with the byte at which it is: for another format (MATLAB 4, 7.3), big-endian and
 *   damaged files; for variables that are missing, or no real numbers, texts or cell arrays of texts.
 */
export async function decodeMat<Name extends string>(
  content: Uint8Array,
  names: readonly Name[],
  file = "mat",
): Promise<Readonly<Record<Name, MatVariable>>> {
  const bytes = plainBytes(content);
  const block = blockOf(bytes, (offset) => `${file}: byte ${offset}`);
  expectHeader(block, file);
  const found = new Map<string, MatVariable>();
  const seen: string[] = [];
  for (let offset = HEADER_BYTES; offset < bytes.length; ) {
    const element = elementAt(block, offset);
    const matrix =
      element.type === COMPRESSED
        ? await compressedMatrix(block, offset)
        : element.type === MATRIX && element.size > 0
          ? plainMatrix(block, offset)
          : undefined;
    if (matrix !== undefined) {
      seen.push(matrix.header.name);
      if ((names as readonly string[]).includes(matrix.header.name)) {
        found.set(matrix.header.name, await matrix.value(file));
      }
    }
    offset = element.next;
  }
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined) {
    throw brokenFile(file, `must have the variable ${missing}`, seen.join(", ") || "none");
  }
  return Object.fromEntries(found) as Record<Name, MatVariable>;
}

function expectHeader({ bytes, view }: Block, file: string): void {
  if (bytes.length < HEADER_BYTES) {
    const rule = `a MATLAB 5 file must begin with ${HEADER_BYTES} bytes of header`;
    throw brokenFile(file, rule, `a file of ${bytes.length} bytes`);
  }
  const order = String.fromCharCode(bytes[126] as number, bytes[127] as number);
  if (order !== "IM") {
    const got = order === "MI" ? "a big-endian file" : "another format";
    throw brokenFile(`${file}: byte 126`, "must be a little-endian MATLAB 5 file", got, { advice });
  }
  const version = view.getUint16(124, true);
  if (version !== VERSION) {
    const got = version === 0x0200 ? "version 7.3, which is HDF5" : `0x${version.toString(16)}`;
    throw brokenFile(`${file}: byte 124`, "must be version 5 of MATLAB's format", got, { advice });
  }
}

interface FoundMatrix {
  readonly header: MatrixHeader;
  value(file: string): Promise<MatVariable>;
}

function plainMatrix(block: Block, offset: number): FoundMatrix {
  const { start, size } = elementAt(block, offset);
  const header = matrixHeader(block, start);
  return { header, value: async (file) => matrixValue(block, file, header, start + size) };
}

/** A compressed matrix, of which only the header is inflated until its value is asked for. */
async function compressedMatrix(block: Block, offset: number): Promise<FoundMatrix> {
  const { start, size } = elementAt(block, offset);
  const packed = block.bytes.subarray(start, start + size);
  const where = block.where(offset);
  const inner = (bytes: Uint8Array) =>
    blockOf(bytes, (place) => `${where}, byte ${place} inflated`);
  const head = inner(await inflateStart(packed, HEAD_BYTES, where));
  const matrix = tagAt(head, 0);
  if (matrix.type !== MATRIX) {
    throw brokenFile(where, "a compressed element must be a matrix", `type ${matrix.type}`);
  }
  return {
    header: matrixHeader(head, matrix.start),
    async value(file) {
      const whole = inner(await inflateWhole(packed, matrix.start + matrix.size, where));
      const { start: first, size: length } = elementAt(whole, 0);
      return matrixValue(whole, file, matrixHeader(whole, first), first + length);
    },
  };
}
