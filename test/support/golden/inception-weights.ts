/** Random weights of Inception v3, in the formats in which real ones are published. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { FileTensor } from "../../../src/formats/index.ts";
import { inceptionConvolutions } from "../../../src/metrics/extractors/inception/layers.ts";
import { type InceptionName, inceptionVariants } from "../../../src/metrics/extractors/index.ts";

type Tensors = Map<string, FileTensor & { readonly dtype: "float32" }>;

/** `count` numbers in [0, 1) that follow from a name, as scripts/golden/inception.py has them. */
export function uniform(name: string, count: number): Float64Array {
  let seed = 0x811c9dc5;
  for (const character of name) seed = Math.imul(seed ^ character.charCodeAt(0), 0x01000193);
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = (seed + Math.imul(i, 0x9e3779b9)) | 0;
    x ^= x >>> 16;
    x = Math.imul(x, 0x7feb352d);
    x ^= x >>> 15;
    x = Math.imul(x, 0x846ca68b);
    x ^= x >>> 16;
    result[i] = (x >>> 0) / 2 ** 32;
  }
  return result;
}

/**
 * The parameters under PyTorch's names, as in `pt_inception-2015-12-05-6726825d.pth`.
 *
 * @param numbers where they come from; default as in the golden file.
 */
export function torchTensors(name: InceptionName, numbers = uniform): Tensors {
  const variant = inceptionVariants[name];
  const tensors: Tensors = new Map();
  const add = (key: string, shape: readonly number[], value: (u: number) => number) => {
    const data = new Float32Array(
      numbers(
        key,
        shape.reduce((a, b) => a * b, 1),
      ).map(value),
    );
    tensors.set(key, { dtype: "float32", shape, data });
  };
  const around = (width: number) => (u: number) => (2 * u - 1) * width;
  for (const { torch, shape } of inceptionConvolutions(variant)) {
    const [channels, ...inputs] = shape;
    add(`${torch}.conv.weight`, shape, around(Math.sqrt(6 / inputs.reduce((a, b) => a * b, 1))));
    add(`${torch}.bn.weight`, [channels], (u) => 0.75 + 0.5 * u);
    add(`${torch}.bn.bias`, [channels], around(0.2));
    add(`${torch}.bn.running_mean`, [channels], around(0.2));
    add(`${torch}.bn.running_var`, [channels], (u) => 0.5 + u);
  }
  add("fc.weight", [variant.classes, 2048], around(Math.sqrt(6 / 2048)));
  add("fc.bias", [variant.classes], around(0.2));
  return tensors;
}

/** The same under the names and in the layouts of `classify_image_graph_def.pb`. */
export function graphTensors(torchNamed: Tensors): Tensors {
  const tensors: Tensors = new Map();
  const move = (from: string, to: string, permutation: readonly number[]) => {
    tensors.set(to, transposed(torchNamed.get(from)!, permutation));
  };
  for (const { torch, tensorflow } of inceptionConvolutions(inceptionVariants["inception-2015"])) {
    move(`${torch}.conv.weight`, `${tensorflow}/conv2d_params`, [2, 3, 1, 0]);
    move(`${torch}.bn.weight`, `${tensorflow}/batchnorm/gamma`, [0]);
    move(`${torch}.bn.bias`, `${tensorflow}/batchnorm/beta`, [0]);
    move(`${torch}.bn.running_mean`, `${tensorflow}/batchnorm/moving_mean`, [0]);
    move(`${torch}.bn.running_var`, `${tensorflow}/batchnorm/moving_variance`, [0]);
  }
  move("fc.weight", "softmax/weights", [1, 0]);
  move("fc.bias", "softmax/biases", [0]);
  return tensors;
}

/** A message of protobuf, in pieces, so that the weights in it are copied once. */
type Pieces = readonly Uint8Array[];

/** A frozen graph of these constants, among nodes of other kinds. */
export function graphFile(tensors: Tensors): Uint8Array {
  const write = (fill: (writer: BinaryWriter) => BinaryWriter) => [
    fill(new BinaryWriter()).finish(),
  ];
  const text = (field: number, value: string): Pieces =>
    write((w) => w.tag(field, WireType.LengthDelimited).string(value));
  const number = (field: number, value: number): Pieces =>
    write((w) => w.tag(field, WireType.Varint).int64(value));
  const message = (field: number, ...parts: readonly Pieces[]): Pieces => {
    const pieces = parts.flat();
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    return [...write((w) => w.tag(field, WireType.LengthDelimited).uint32(length)), ...pieces];
  };
  const node = (name: string, op: string, ...attributes: readonly Pieces[]) =>
    message(1, text(1, name), text(2, op), ...attributes);
  const nodes = [...tensors].flatMap(([name, { shape, data }]) => {
    const sizes = message(2, ...shape.map((n) => message(2, number(1, n))));
    const content = message(4, [new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
    const tensor = message(8, number(1, 1), sizes, content);
    return [
      node(name, "Const", message(5, text(1, "value"), message(2, tensor))),
      node(`${name}/read`, "Identity"),
    ];
  });
  return new Uint8Array(
    Buffer.concat([node("DecodeJpeg/contents", "Placeholder"), ...nodes].flat()),
  );
}

function transposed({ shape, data }: FileTensor, permutation: readonly number[]) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const to = permutation.map((axis) => shape[axis]!);
  const steps = permutation.map((axis) => strides[axis]!);
  const result = new Float32Array(data.length);
  let i = 0;
  const walk = (axis: number, at: number) => {
    if (axis === to.length) result[i++] = data[at] as number;
    else for (let k = 0; k < to[axis]!; k++) walk(axis + 1, at + k * steps[axis]!);
  };
  walk(0, 0);
  return { dtype: "float32", shape: to, data: result } as const;
}
