/**
 * TensorFlow's frozen graphs: a `GraphDef` in protobuf, of which only the constants are read.
 *
 * @see tensorflow/core/framework: graph.proto, node_def.proto, attr_value.proto, tensor.proto,
 *   tensor_shape.proto.
 */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { EvenkeelError } from "../errors.ts";
import { brokenFile, named, shapeText } from "./broken.ts";
import type { FileTensor } from "./safetensors.ts";
import { elementCount } from "./tensor.ts";

/** `DataType.DT_FLOAT` */
const FLOAT = 1;

/**
 * Elements of a graph that a last value may stand for: as many as the file has bytes, and so many more,
 * which take 16 MiB. A number is enough for any shape else.
 */
const MOST_REPEATED = 2 ** 22;

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
  const room = { repeated: file.length + MOST_REPEATED };
  let nodes = 0;
  try {
    for (const { field, bytes } of messages(file)) {
      if (field !== 1 || bytes === undefined) continue;
      nodes++;
      const node = readNode(bytes);
      if (node.op !== "Const" || node.value === undefined) continue;
      const tensor = readTensor(node.value, room, named(name, "constant", node.name));
      if (tensor !== undefined) tensors.set(node.name, tensor);
    }
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    throw brokenFile(name, "it must be a TensorFlow GraphDef", "bytes that are none", { cause });
  }
  if (nodes === 0) throw brokenFile(name, "it must be a TensorFlow GraphDef", "no nodes");
  return tensors;
}

/** Elements that last values may still stand for. */
interface Room {
  repeated: number;
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

/** The last of a message's fields of a number, as protobuf has it. */
function lastOf(message: Uint8Array, wanted: number): Field | undefined {
  let last: Field | undefined;
  for (const one of messages(message)) if (one.field === wanted) last = one;
  return last;
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
    const key = lastOf(bytes, 1)?.bytes;
    const content = lastOf(bytes, 2)?.bytes;
    if (key === undefined || content === undefined || text(key) !== "value") continue;
    value = lastOf(content, 8)?.bytes;
  }
  return { name, op, value };
}

/** A `TensorProto`; `undefined` where its elements are not float32. */
function readTensor(message: Uint8Array, room: Room, where: string): FileTensor | undefined {
  let dtype = 0;
  let shape: number[] = [];
  let content: Uint8Array | undefined;
  for (const { field, bytes, number } of messages(message)) {
    if (field === 1) dtype = Number(number);
    if (field === 2 && bytes !== undefined) shape = readShape(bytes);
    if (field === 4) content = bytes;
  }
  if (dtype !== FLOAT) return undefined;
  const count = elementCount(shape);
  if (count === undefined) {
    throw brokenFile(where, "its shape must be a list of non-negative integers", shapeText(shape));
  }
  const isWhole = content !== undefined && content.length > 0;
  const data = isWhole ? floats(content!, where) : filled(message, count, room, where);
  if (data.length !== count) {
    throw brokenFile(
      where,
      `it must have ${count} numbers (${shapeText(shape)})`,
      `${data.length}`,
    );
  }
  return { dtype: "float32", shape, data };
}

/** The parts of a tensor's listed values: single ones, and packed ones. */
function* listedParts(tensor: Uint8Array): Generator<Uint8Array | number> {
  for (const { field, bytes, number } of messages(tensor)) {
    if (field === 5) yield bytes ?? Number(number);
  }
}

/**
 * Values listed one by one or packed, the last of which stands for all that are missing. The parts are gone
 * through twice, as each of millions takes far more memory than the file has bytes for it.
 */
function filled(
  tensor: Uint8Array,
  count: number,
  room: Room,
  where: string,
): Float32Array<ArrayBuffer> {
  let listed = 0;
  for (const part of listedParts(tensor)) {
    listed += typeof part === "number" ? 1 : Math.ceil(part.length / 4);
  }
  const length = listed === 0 ? 0 : Math.max(listed, count);
  room.repeated -= length - listed;
  if (room.repeated < 0) {
    throw brokenFile(where, `it must have ${count} numbers, or not so many of one`, `${listed}`);
  }
  const data = new Float32Array(length);
  let at = 0;
  for (const part of listedParts(tensor)) {
    if (typeof part === "number") data[at++] = part;
    else {
      const numbers = floats(part, where);
      data.set(numbers, at);
      at += numbers.length;
    }
  }
  return at > 0 ? data.fill(data[at - 1]!, at) : data;
}

function readShape(message: Uint8Array): number[] {
  const sizes: number[] = [];
  for (const { field, bytes } of messages(message)) {
    if (field === 2 && bytes !== undefined) sizes.push(Number(lastOf(bytes, 1)?.number ?? 0));
  }
  return sizes;
}

function floats(bytes: Uint8Array, where: string): Float32Array<ArrayBuffer> {
  if (bytes.length % 4 !== 0) {
    throw brokenFile(where, "it must have whole numbers of 4 bytes", `${bytes.length} bytes`);
  }
  return new Float32Array(new Uint8Array(bytes).buffer);
}

const decoder = new TextDecoder();
const text = (bytes: Uint8Array) => decoder.decode(bytes);
