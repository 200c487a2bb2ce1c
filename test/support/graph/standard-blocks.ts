/** What a model on blocks computes, in standard operators: for blocks of a size that the engine does not have. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  type GraphProto,
  ModelProtoSchema,
  type NodeProto,
  OperatorSetIdProtoSchema,
  type TensorProto,
} from "onnx-buf";
import { onnxConstant, onnxNode } from "../../../src/graph/onnx/messages.ts";

const INT64 = 7;
const BLOCKED = "com.microsoft.nchwc";

/**
 * The model with every operator on blocks of `size` channels (those of convolutions: Conv, ReorderInput and
 * ReorderOutput) replaced by standard operators around changes of the layout.
 */
export function withStandardBlocks(bytes: Uint8Array, size: number): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const graph = model.graph!;
  const made: NodeProto[] = [];
  let count = 0;
  const ints = (values: readonly number[]) => {
    const name = `standard/${count++}`;
    graph.initializer.push(
      onnxConstant(name, INT64, [values.length], BigInt64Array.from(values, BigInt)),
    );
    return name;
  };
  const node = (
    type: string,
    inputs: readonly string[],
    attributes: Parameters<typeof onnxNode>[0]["attributes"] = {},
    output = `standard/${count++}`,
  ) => {
    made.push(onnxNode({ type, inputs, output, attributes }));
    return output;
  };
  const like = (x: string, shape: string, output?: string) =>
    node("Reshape", [x, node("Shape", [shape])], {}, output);
  const transpose = (x: string, perm: number[]) => node("Transpose", [x], { perm });
  const reshape = (x: string, shape: number[]) => node("Reshape", [x, ints(shape)]);
  /** Blocks in the shape `[N, C, H, W]` to that order, and back. */
  const plain = (x: string) => like(transpose(reshape(x, [0, -1, 0, 0, size]), [0, 1, 4, 2, 3]), x);
  const blocks = (last: string, first: string, output: string) =>
    like(transpose(reshape(last, [0, 0, 0, -1, size]), [0, 3, 1, 2, 4]), first, output);

  const conv = (old: NodeProto) => {
    const [x = "", w = "", bias = "", added = ""] = old.input;
    const [o = 1, i = 1, ...kernel] = shapeOf(graph, w);
    const taps = kernel.reduce((a, b) => a * b, 1);
    const inner = i % size === 0 ? [i / size, taps, size] : [1, i * taps, 1];
    const weight = node("Reshape", [
      transpose(reshape(w, [o / size, ...inner, size]), [0, 4, 1, 3, 2]),
      ints([o, i, ...kernel]),
    ]);
    const own = old.attribute.filter(({ name }) => !name.startsWith("activation"));
    const isPlain = i < size && own.every(({ name, i }) => name !== "group" || i === 1n);
    const y = node("Conv", [isPlain ? x : plain(x), weight, ...(bias === "" ? [] : [bias])]);
    made.at(-1)!.attribute = own;
    const sum = added === "" ? y : node("Add", [y, plain(added)]);
    const end = activated(old, sum);
    blocks(transpose(end, [0, 2, 3, 1]), end, old.output[0]!);
  };
  const activated = (old: NodeProto, x: string): string => {
    const of = (name: string) => old.attribute.find((attribute) => attribute.name === name);
    const type = of("activation");
    if (type === undefined) return x;
    const [alpha] = of("activation_params")!.floats;
    const operator = new TextDecoder().decode(type.s);
    return node(operator, [x], alpha === undefined ? {} : { alpha: { float: alpha } });
  };
  const flag = (old: NodeProto, name: string) =>
    Number(old.attribute.find((attribute) => attribute.name === name)?.i ?? 0);

  for (const old of graph.node) {
    if (old.domain !== BLOCKED) made.push(old);
    else if (old.opType === "Conv") conv(old);
    else if (old.opType === "ReorderInput") {
      const [x = ""] = old.input;
      const isLast = flag(old, "channels_last") === 1;
      const last = isLast ? x : transpose(x, [0, 2, 3, 1]);
      blocks(last, isLast ? transpose(x, [0, 3, 1, 2]) : x, old.output[0]!);
    } else if (old.opType === "ReorderOutput") {
      const all = plain(old.input[0]!);
      const kept = node("Slice", [all, ints([0]), ints([flag(old, "channels")]), ints([1])]);
      const perm = flag(old, "channels_last") === 1 ? [0, 2, 3, 1] : [0, 1, 2, 3];
      node("Transpose", [kept], { perm }, old.output[0]!);
    } else throw new Error(`no standard form of ${old.opType}`);
  }
  graph.node = made;
  model.opsetImport = [create(OperatorSetIdProtoSchema, { domain: "", version: 18n })];
  return toBinary(ModelProtoSchema, model);
}

/** The shape that a Reshape or Expand to a constant shape gives a value. */
function shapeOf({ node, initializer }: GraphProto, name: string): number[] {
  const made = node.find(({ output }) => output[0] === name);
  const shape = initializer.find((tensor) => tensor.name === made?.input[1]);
  const isKnown = made?.opType === "Reshape" || made?.opType === "Expand";
  if (!isKnown || shape === undefined) throw new Error(`no shape of ${name}`);
  return numbersOf(shape);
}

function numbersOf({ rawData, dims }: TensorProto): number[] {
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  return Array.from({ length: Number(dims[0]) }, (_, i) => Number(view.getBigInt64(8 * i, true)));
}
