/**
 * The safetensors file format: named tensors behind a JSON header.
 *
 * ```
 * 8 bytes   header length n, little-endian unsigned
 * n bytes   JSON: {"__metadata__": {text: text}, name: {"dtype", "shape", "data_offsets": [begin, end]}}
 * the rest  the tensors' bytes, little-endian, one after the other; offsets count from here
 * ```
 *
 * @see https://github.com/huggingface/safetensors for the format's definition.
 */
import { EvenkeelError } from "../errors.ts";
import { parseJson, repeatedKey } from "../json.ts";
import { quoted } from "../text.ts";
import { brokenFile, named, shapeText, valueText } from "./broken.ts";
import { elementCount, isCounts, plainBytes } from "./tensor.ts";

/** The element types that Evenkeel stores; the format knows more. */
export type TensorDtype = keyof typeof DTYPES;

/** A tensor in a file: `data` holds the elements in row-major order. */
export type FileTensor = {
  [D in TensorDtype]: {
    readonly dtype: D;
    /** Non-negative integers; `[]` is a scalar. */
    readonly shape: readonly number[];
    readonly data: InstanceType<(typeof DTYPES)[D]["array"]>;
  };
}[TensorDtype];

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, FileTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** In the order in which the original library lays dtypes out: the widest alignment first. */
const DTYPES = {
  float64: { name: "F64", array: Float64Array },
  float32: { name: "F32", array: Float32Array },
  int32: { name: "I32", array: Int32Array },
  uint8: { name: "U8", array: Uint8Array },
} as const;
const DTYPE_ORDER = Object.keys(DTYPES) as readonly TensorDtype[];

const METADATA_KEY = "__metadata__";
const LENGTH_BYTES = 8;
/** The original library's limit. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * Encodes named tensors as one safetensors file.
 *
 * Equal input gives equal bytes whatever the order of insertion: tensors are sorted by dtype (float64,
 * float32, int32, uint8), then by name; metadata by key. The header is padded with spaces so that the
 * data begins at a multiple of 8 bytes.
 *
 * @param tensors  by name; `data.length` must be the product of `shape`.
 * @param metadata free texts; default none.
 * @throws EvenkeelError `SHAPE` if a tensor's data does not fit its shape; `DATA` for the reserved
 *   name `__metadata__`.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, FileTensor> | Readonly<Record<string, FileTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...(tensors instanceof Map ? tensors : Object.entries(tensors))].sort(
    ([nameA, a], [nameB, b]) =>
      DTYPE_ORDER.indexOf(a.dtype) - DTYPE_ORDER.indexOf(b.dtype) || compare(nameA, nameB),
  ) as [string, FileTensor][];
  const fields: string[] = [];
  const texts = Object.entries(metadata).sort(([a], [b]) => compare(a, b));
  if (texts.length > 0) {
    const pairs = texts.map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
    fields.push(`"${METADATA_KEY}":{${pairs.join(",")}}`);
  }
  let end = 0;
  for (const [name, tensor] of sorted) {
    checkTensor(name, tensor);
    const offsets = [end, end + tensor.data.byteLength];
    end += tensor.data.byteLength;
    const entry = { dtype: DTYPES[tensor.dtype].name, shape: tensor.shape, data_offsets: offsets };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
  }
  const header = new TextEncoder().encode(`{${fields.join(",")}}`);
  const headerLength = Math.ceil(header.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  file.set(header, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const [, { data }] of sorted) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/**
 * Decodes a safetensors file. The tensors' data are copies, in the order of the header.
 *
 * @param content the whole file.
 * @param name what errors call the file, such as its path; default `safetensors`.
 * @param wanted which tensors are read, by name; default all.
 * @throws EvenkeelError `DATA` if the file is truncated, its header is no valid header, a wanted dtype is not
 *   one of float64, float32, int32 and uint8, or the tensors' offsets overlap, leave a gap, lie
 *   outside the file or do not fit their shapes.
 */
export function decodeSafetensors(
  content: Uint8Array,
  name = "safetensors",
  wanted: (tensor: string) => boolean = () => true,
): Safetensors {
  const file = plainBytes(content);
  const { header, dataStart } = decodeHeader(file, name);
  const { [METADATA_KEY]: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== "string")) {
    throw brokenFile(name, "the metadata must be an object of texts", valueText(metadata));
  }
  const infos = Object.entries(entries).map(([tensor, entry]) =>
    wanted(tensor) ? tensorInfo(name, tensor, entry) : tensorPlace(name, tensor, entry),
  );
  checkLayout(infos, file.length - dataStart, name);
  const tensors = new Map<string, FileTensor>();
  for (const info of infos) {
    if (!isRead(info)) continue;
    const { tensor, dtype, shape, begin, end } = info;
    const { buffer } = file.slice(dataStart + begin, dataStart + end);
    const data = new DTYPES[dtype].array(buffer);
    tensors.set(tensor, { dtype, shape, data } as FileTensor);
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

interface TensorPlace {
  readonly tensor: string;
  readonly begin: number;
  readonly end: number;
}

interface TensorInfo extends TensorPlace {
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
}

function decodeHeader(file: Uint8Array, name: string) {
  if (file.length < LENGTH_BYTES) {
    throw brokenFile(name, `a file must have at least ${LENGTH_BYTES} bytes`, `${file.length}`);
  }
  const length = new DataView(file.buffer, file.byteOffset, file.length).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw brokenFile(name, `the header must have at most ${MAX_HEADER_BYTES} bytes`, `${length}`);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > file.length) {
    const rule = `the header of ${length} bytes must lie within the file`;
    throw brokenFile(name, rule, `a file of ${file.length} bytes`);
  }
  const text = textOf(file.subarray(LENGTH_BYTES, dataStart)) ?? "";
  const header = parseJson(text);
  if (header === undefined) {
    throw brokenFile(name, "the header must be JSON in UTF-8", "other bytes");
  }
  if (!isRecord(header)) {
    throw brokenFile(name, "the header must be a JSON object", valueText(header));
  }
  // the format has no tensor twice; readers that allow it take different ones
  const repeated = repeatedKey(text);
  if (repeated !== undefined) {
    throw brokenFile(name, "the header must have each key once", `"${repeated}" again`);
  }
  return { header, dataStart };
}

/** A text in UTF-8; `undefined` for bytes that are none. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isRead(place: TensorPlace | TensorInfo): place is TensorInfo {
  return "dtype" in place;
}

function tensorPlace(name: string, tensor: string, entry: unknown): TensorPlace {
  const where = named(name, "tensor", tensor);
  if (!isRecord(entry)) {
    throw brokenFile(where, "its header entry must be an object", valueText(entry));
  }
  const { data_offsets: offsets } = entry;
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw brokenFile(where, "its data_offsets must be [begin, end]", valueText(offsets));
  }
  const [begin, end] = offsets as [number, number];
  return { tensor, begin, end };
}

function tensorInfo(name: string, tensor: string, entry: unknown): TensorInfo {
  const where = named(name, "tensor", tensor);
  if (!isRecord(entry)) {
    throw brokenFile(where, "its header entry must be an object", valueText(entry));
  }
  const dtype = DTYPE_ORDER.find((candidate) => DTYPES[candidate].name === entry.dtype);
  if (dtype === undefined) {
    const known = DTYPE_ORDER.map((candidate) => DTYPES[candidate].name).join(", ");
    throw brokenFile(where, `its dtype must be one of ${known}`, valueText(entry.dtype));
  }
  const { shape } = entry;
  const count = isCounts(shape) ? elementCount(shape) : undefined;
  if (!isCounts(shape) || count === undefined) {
    const rule = "its shape must be a list of non-negative integers";
    throw brokenFile(where, rule, valueText(shape));
  }
  const { begin, end } = tensorPlace(name, tensor, entry);
  const bytes = count * DTYPES[dtype].array.BYTES_PER_ELEMENT;
  if (end - begin !== bytes) {
    const rule = `its data must have ${bytes} bytes (${dtype} ${shapeText(shape)})`;
    throw brokenFile(where, rule, `${end - begin}`);
  }
  return { tensor, dtype, shape, begin, end };
}

/** The tensors must cover the data exactly: no overlap, no gap, nothing missing, nothing left. */
function checkLayout(infos: readonly TensorPlace[], dataBytes: number, name: string): void {
  let covered = 0;
  let previous = "the start of the data";
  for (const info of [...infos].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const where = named(name, "tensor", info.tensor);
    if (info.begin < covered) {
      throw brokenFile(
        where,
        `it must not overlap ${previous}`,
        `bytes ${info.begin} to ${info.end}`,
      );
    }
    if (info.begin > covered) {
      throw brokenFile(
        where,
        `it must begin at byte ${covered}, after ${previous}`,
        `${info.begin}`,
      );
    }
    if (info.end > dataBytes) {
      const rule = `its data must end within the file's ${dataBytes} bytes of data`;
      throw brokenFile(where, rule, `byte ${info.end}; the file is truncated`);
    }
    covered = info.end;
    previous = `"${quoted(info.tensor, 80)}"`;
  }
  if (covered !== dataBytes) {
    throw brokenFile(
      name,
      `the data must end at byte ${covered}, after ${previous}`,
      `${dataBytes}`,
    );
  }
}

function checkTensor(name: string, { dtype, shape, data }: FileTensor): void {
  if (name === METADATA_KEY) {
    throw new EvenkeelError("DATA", `safetensors: no tensor may be named ${METADATA_KEY}`);
  }
  if (!(data instanceof DTYPES[dtype].array)) {
    const rule = `${dtype} data must be a ${DTYPES[dtype].array.name}`;
    throw new EvenkeelError("SHAPE", `safetensors: tensor "${name}": ${rule}, got another type`);
  }
  if (!isCounts(shape) || elementCount(shape) !== data.length) {
    const rule = `data must have as many elements as its shape [${shape.join(", ")}]`;
    throw new EvenkeelError(
      "SHAPE",
      `safetensors: tensor "${name}": ${rule}, got ${data.length} elements`,
    );
  }
}

/** By UTF-16 code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
