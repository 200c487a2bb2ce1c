/** Writes a graph as an ONNX model. */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { internal } from "../errors.ts";
import { blockedLowering } from "./blocked/lowering.ts";
import { type Emitter, type OnnxAttribute, OPSET } from "./emitter.ts";
import { standardLowering } from "./lowering.ts";
import { onnxDType } from "./ops/compare.ts";
import { type Aval, type Graph, type Shape, topologicalOrder, type Value } from "./value.ts";

/** The ONNX file format version that goes with {@link OPSET}. */
const IR_VERSION = 8n;
const INT64 = 7;

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
   * Channels of a block where images shall be held in blocks: for the CPU provider of onnxruntime-node, as
   * many as it takes on this processor. Default: standard operators only.
   */
  readonly blocks?: number | undefined;
  /** Key-value pairs of the model's metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The graph as a serialized ONNX model (`ModelProto`), with the graph's input and output names. Node
 * names begin with the scope they were built in, so that a profile speaks in layer names.
 */
export function toOnnx(graph: Graph, options: OnnxOptions = {}): Uint8Array {
  const nodes: NodeProto[] = [];
  const constants = new Map<string, TensorProto>();
  const domains = new Set([""]);
  let scope = "";
  let counter = 0;

  const constant = (
    key: string,
    dataType: number,
    dims: Shape,
    bytes: () => Uint8Array<ArrayBuffer>,
  ) => {
    const before = constants.get(key);
    if (before !== undefined) return before.name;
    const name = `constant/${constants.size}`;
    constants.set(
      key,
      create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), rawData: bytes() }),
    );
    return name;
  };
  const emit: Emitter = {
    node(type, inputs, attributes = {}, domain = "") {
      const name = `${scope === "" ? "" : `${scope}/`}${type}_${counter++}`;
      domains.add(domain);
      nodes.push(
        create(NodeProtoSchema, {
          opType: type,
          domain,
          name,
          input: [...inputs],
          output: [name],
          attribute: Object.entries(attributes).map(([key, value]) => toAttribute(key, value)),
        }),
      );
      return name;
    },
    within(name, body) {
      const outer = scope;
      scope = name;
      try {
        return body();
      } finally {
        scope = outer;
      }
    },
    int64: (values) =>
      constant(`int64 ${values}`, INT64, [values.length], () =>
        bytesOf(BigInt64Array.from(values, BigInt)),
      ),
    int32: (values) =>
      constant(`int32 ${values}`, onnxDType.int32, [values.length], () =>
        bytesOf(Int32Array.from(values)),
      ),
    float: (value) =>
      constant(`float ${value}`, onnxDType.float32, [], () => bytesOf(Float32Array.of(value))),
  };

  const results = Object.values(graph.outputs);
  const order = topologicalOrder(results);
  const { define, lower, plain } =
    options.blocks === undefined
      ? standardLowering(emit)
      : blockedLowering(emit, options.blocks, order, results);
  for (const [name, value] of Object.entries(graph.inputs)) define(value, name);
  const declared = new Set(Object.values(graph.inputs));
  for (const value of order) {
    if (declared.has(value)) continue;
    scope = value.scope;
    const { source } = value;
    if (source.kind === "input") throw internal(`the input ${source.name} is not declared`);
    if (source.kind === "constant") define(value, constantOf(value, source.data));
    else lower(value);
  }
  const finals = Object.entries(graph.outputs).map(([name, value]) => {
    scope = value.scope;
    return [name, plain(value)] as const;
  });
  // what a node gives is renamed to the output's name; an input, a constant or a second name is copied
  const produced = new Set(nodes.map((node) => node.name));
  const renamed = new Map<string, string>();
  scope = "";
  for (const [name, current] of finals) {
    if (produced.has(current) && !renamed.has(current)) renamed.set(current, name);
    else renamed.set(emit.node("Identity", [current]), name);
  }
  const final = (name: string) => renamed.get(name) ?? name;
  for (const node of nodes) {
    node.input = node.input.map(final);
    node.output = node.output.map(final);
  }

  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: "evenkeel",
    docString: options.description ?? "",
    opsetImport: [...domains].map((domain) =>
      create(OperatorSetIdProtoSchema, { domain, version: domain === "" ? BigInt(OPSET) : 1n }),
    ),
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    ),
    graph: create(GraphProtoSchema, {
      name: options.name ?? "evenkeel",
      node: nodes,
      initializer: [...constants.values()],
      input: Object.entries(graph.inputs).map(([name, value]) =>
        valueInfo(name, value, options.batchAxis),
      ),
      output: Object.entries(graph.outputs).map(([name, value]) =>
        valueInfo(name, value, options.batchAxis),
      ),
    }),
  });
  return toBinary(ModelProtoSchema, model);

  function constantOf({ shape, id }: Value, data: Float32Array | Float64Array): string {
    if (shape.length === 0) return emit.float(data[0] as number);
    return constant(`value ${id}`, onnxDType.float32, shape, () =>
      bytesOf(Float32Array.from(data)),
    );
  }
}

function valueInfo(name: string, { dtype, shape }: Aval, batchAxis?: string) {
  const dim = shape.map((n, i) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        i === 0 && batchAxis !== undefined
          ? { case: "dimParam", value: batchAxis }
          : { case: "dimValue", value: BigInt(n) },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: onnxDType[dtype],
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}

function toAttribute(name: string, value: OnnxAttribute): AttributeProto {
  if (typeof value === "number") {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeProto_AttributeType.INT,
      i: BigInt(value),
    });
  }
  if (typeof value === "string") {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeProto_AttributeType.STRING,
      s: new TextEncoder().encode(value),
    });
  }
  if ("float" in value) {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeProto_AttributeType.FLOAT,
      f: value.float,
    });
  }
  if ("floats" in value) {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeProto_AttributeType.FLOATS,
      floats: [...value.floats],
    });
  }
  return create(AttributeProtoSchema, {
    name,
    type: AttributeProto_AttributeType.INTS,
    ints: value.map(BigInt),
  });
}

function bytesOf(data: Float32Array | Int32Array | BigInt64Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}
