/** Writes a graph as an ONNX model. */
import { internal } from "../../errors.ts";
import { onnxDType } from "../dtypes.ts";
import type { Aval, Graph, Value } from "../types.ts";
import { topologicalOrder } from "../value.ts";
import { blockedLowering } from "./blocked/lowering.ts";
import { createEmission } from "./emission.ts";
import { FLOAT16, float16Bits } from "./float16.ts";
import { standardLowering } from "./lowering.ts";
import { onnxModel, onnxValue } from "./messages.ts";

/** What else the model says about itself. */
export interface OnnxOptions {
  /** The graph's name in the file. Default `evenkeel`. */
  readonly name?: string;
  /** Free text for people. */
  readonly description?: string;
  /**
   * The first axis of all inputs and outputs is free and has this name: any batch size. For graphs in
   * which every value either keeps that axis first or does not have it.
   */
  readonly batchAxis?: string;
  /**
   * Channels of a block if images are held in blocks: for the CPU provider of onnxruntime-node, as
   * many as it takes on this processor. Default: standard operators only.
   */
  readonly blocks?: number | undefined;
  /**
   * With `blocks`: names of forms of convolutions (`forms/` in `blocked/`) that are used wherever they fit,
   * whether they pay or not, for tests and measurements. Default: none.
   */
  readonly forms?: readonly string[];
  /**
   * Whether constants that half precision represents exactly are stored in it, in half the bytes. The model casts
   * them to float32; no number changes. Default false.
   */
  readonly halves?: boolean;
  /** Key-value pairs of the model's metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The graph as a serialized ONNX model (`ModelProto`), with the graph's input and output names. Node
 * names begin with the scope they were built in, so that a profile speaks in layer names.
 */
export function toOnnx(graph: Graph, options: OnnxOptions = {}): Uint8Array {
  const { emit, nodes, constants, constant, enter } = createEmission();
  const results = Object.values(graph.outputs);
  const order = topologicalOrder(results);
  const { define, lower, plain } =
    options.blocks === undefined
      ? standardLowering(emit)
      : blockedLowering(emit, options.blocks, order, results, options.forms ?? []);
  for (const [name, value] of Object.entries(graph.inputs)) define(value, name);
  const declared = new Set(Object.values(graph.inputs));
  for (const value of order) {
    if (declared.has(value)) continue;
    enter(value.scope);
    const { source } = value;
    if (source.kind === "input") throw internal(`the input ${source.name} is not declared`);
    if (source.kind === "constant") define(value, constantOf(value, source.data));
    else lower(value);
  }
  const finals = Object.entries(graph.outputs).map(([name, value]) => {
    enter(value.scope);
    return [name, plain(value)] as const;
  });
  // what a node gives is renamed to the output's name; an input, a constant or a second name is copied
  const produced = new Set(nodes.map((node) => node.name));
  const renamed = new Map<string, string>();
  enter("");
  for (const [name, current] of finals) {
    if (produced.has(current) && !renamed.has(current)) renamed.set(current, name);
    else renamed.set(emit.node("Identity", [current]), name);
  }
  const final = (name: string) => renamed.get(name) ?? name;
  for (const node of nodes) {
    node.input = node.input.map(final);
    node.output = node.output.map(final);
  }

  const values = (named: Readonly<Record<string, Value>>) =>
    Object.entries(named).map(([name, value]) => valueInfo(name, value, options.batchAxis));
  return onnxModel({
    name: options.name ?? "evenkeel",
    nodes,
    inputs: values(graph.inputs),
    outputs: values(graph.outputs),
    constants: [...constants.values()],
    description: options.description,
    metadata: options.metadata,
  });

  function constantOf({ shape, id }: Value, data: Float32Array | Float64Array): string {
    if (shape.length === 0) return emit.float(data[0] as number);
    const bits = options.halves ? float16Bits(Float32Array.from(data)) : undefined;
    if (bits !== undefined) {
      const halves = constant(`half ${id}`, FLOAT16, shape, () => bits);
      return emit.node("Cast", [halves], { to: onnxDType.float32 });
    }
    return constant(`value ${id}`, onnxDType.float32, shape, () => Float32Array.from(data));
  }
}

function valueInfo(name: string, { dtype, shape }: Aval, batchAxis?: string) {
  const free = (n: number, i: number) => (i === 0 && batchAxis !== undefined ? batchAxis : n);
  return onnxValue(name, onnxDType[dtype], shape.map(free));
}
