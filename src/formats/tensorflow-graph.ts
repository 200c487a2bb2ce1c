/**
 * TensorFlow's frozen graphs: a `GraphDef` in protobuf, of which only the constants are read.
 *
 * @see tensorflow/core/framework: graph.proto, node_def.proto, attr_value.proto, tensor.proto,
 *   tensor_shape.proto.
 */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { EvenkeelError } from "../errors.ts";
import type { FileTensor } from "./safetensors.ts";

/** `DataType.DT_FLOAT` */
const FLOAT = 1;

/**
 * The float32 constants of a frozen graph, by the name of their node. Constants of other types are left
 * out.
 *
 * @param file the whole file, such as `classify_image_graph_def.pb`.
 * @param name what errors call the file.
 * @throws EvenkeelError `DATA` if the bytes are no `GraphDef` (damaged, truncated, another kind of file),
 *   or a constant's data do not fit its shape.
 */
export function decodeGraphConstants(
  file: Uint8Array,
  name = "graph",
): ReadonlyMap<string, FileTensor> {
  const tensors = new Map<string, FileTensor>();
  let nodes = 0;
  try {
    for (const { field, bytes } of messages(file)) {
      if (field !== 1 || bytes === undefined) continue;
      nodes++;
      const node = readNode(bytes);
      if (node.op !== "Const" || node.value === undefined) continue;
      const tensor = readTensor(node.value, `${name}: constant "${node.name}"`);
      if (tensor !== undefined) tensors.set(node.name, tensor);
    }
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    throw broken(name, "it must be a TensorFlow GraphDef", "bytes that are none", cause);
  }
  if (nodes === 0) throw broken(name, "it must be a TensorFlow GraphDef", "no nodes");
  return tensors;
}

/** A field of a message: its bytes where it has a length, else its number. */
interface Field {
  readonly field: number;
  readonly bytes?: Uint8Array;
  readonly number?: bigint | number;
}

function* messages(message: Uint8Array): Generator<Field> {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    switch (type) {
      case WireType.LengthDelimited:
        yield { field, bytes: reader.bytes() };
        break;
      case WireType.Varint:
        yield { field, number: BigInt(reader.int64()) };
        break;
      case WireType.Bit32:
        yield { field, number: reader.float() };
        break;
      default:
        reader.skip(type, field);
    }
  }
}

function readNode(message: Uint8Array) {
  let [name, op] = ["", ""];
  let value: Uint8Array | undefined;
  for (const { field, bytes } of messages(message)) {
    if (bytes === undefined) continue;
    if (field === 1) name = text(bytes);
    if (field === 2) op = text(bytes);
    if (field !== 5) continue;
    // an entry of the map of attributes: 1 the key, 2 the value, whose field 8 is a tensor
    const entry = [...messages(bytes)];
    const key = entry.find((part) => part.field === 1)?.bytes;
    const content = entry.find((part) => part.field === 2)?.bytes;
    if (key === undefined || content === undefined || text(key) !== "value") continue;
    value = [...messages(content)].find((part) => part.field === 8)?.bytes;
  }
  return { name, op, value };
}

/** A `TensorProto`; `undefined` where its elements are not float32. */
function readTensor(message: Uint8Array, where: string): FileTensor | undefined {
  let dtype = 0;
  let shape: number[] = [];
  let content: Uint8Array | undefined;
  const values: number[] = [];
  for (const { field, bytes, number } of messages(message)) {
    if (field === 1) dtype = Number(number);
    if (field === 2 && bytes !== undefined) shape = readShape(bytes);
    if (field === 4) content = bytes;
    if (field === 5 && bytes !== undefined) values.push(...floats(bytes));
    if (field === 5 && bytes === undefined) values.push(Number(number));
  }
  if (dtype !== FLOAT) return undefined;
  const count = shape.reduce((product, size) => product * size, 1);
  const data =
    content !== undefined && content.length > 0 ? floats(content) : filled(values, count);
  if (data.length !== count) {
    const rule = `it must have ${count} numbers ([${shape.join(", ")}])`;
    throw broken(where, rule, `${data.length}`);
  }
  return { dtype: "float32", shape, data };
}

/** Values listed one by one, the last of which stands for all that are missing. */
function filled(values: readonly number[], count: number): Float32Array<ArrayBuffer> {
  const last = values.at(-1);
  if (last === undefined || values.length > count) return Float32Array.from(values);
  return new Float32Array(count).fill(last).map((x, i) => values[i] ?? x);
}

function readShape(message: Uint8Array): number[] {
  return [...messages(message)].flatMap(({ field, bytes }) => {
    if (field !== 2 || bytes === undefined) return [];
    return [Number([...messages(bytes)].find((part) => part.field === 1)?.number ?? 0)];
  });
}

function floats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4)));
  return new Float32Array(copy.buffer);
}

const decoder = new TextDecoder();
const text = (bytes: Uint8Array) => decoder.decode(bytes);

function broken(where: string, rule: string, value: string, cause?: unknown): EvenkeelError {
  return new EvenkeelError("DATA", `${where}: ${rule}, got ${value}`, { cause });
}
