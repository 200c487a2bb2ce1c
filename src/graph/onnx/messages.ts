/** The parts of an ONNX file (its protobuf messages), for one version of the format. */
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
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "onnx-buf";
import type { OnnxAttribute } from "./emitter.ts";

/** The ONNX operator set that all models are written for. */
const OPSET = 18n;
/** The version of the ONNX file format that goes with {@link OPSET}. */
const IR_VERSION = 8n;

/** A node: an operator, the names of its operands (`""` for one that is left out) and of its one result. */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Default: ONNX's own operators. */
  readonly domain?: string;
}

/** The message of a node, which has the name of its result. */
export function onnxNode({ type, inputs, output, attributes = {}, domain = "" }: OnnxNode) {
  return create(NodeProtoSchema, {
    opType: type,
    domain,
    name: output,
    input: [...inputs],
    output: [output],
    attribute: Object.entries(attributes).map(([name, value]) => onnxAttribute(name, value)),
  });
}

/**
 * The name and type of an input or output.
 *
 * @param elementType ONNX's number of the element type (`TensorProto.DataType`).
 * @param shape sizes of the axes; a name stands for any size.
 */
export function onnxValue(
  name: string,
  elementType: number,
  shape: readonly (number | string)[],
): ValueInfoProto {
  const dim = shape.map((size) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof size === "string"
          ? { case: "dimParam", value: size }
          : { case: "dimValue", value: BigInt(size) },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: elementType,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}

/** The message of a constant; `data` has its elements in row-major order. */
export function onnxConstant(
  name: string,
  elementType: number,
  shape: readonly number[],
  data: Float32Array | Uint16Array | Int32Array | BigInt64Array,
): TensorProto {
  const rawData = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  return create(TensorProtoSchema, {
    name,
    dataType: elementType,
    dims: shape.map(BigInt),
    rawData,
  });
}

/** What a model is made of. */
export interface OnnxModel {
  /** The graph's name. */
  readonly name: string;
  /** Each after all that it reads. */
  readonly nodes: readonly NodeProto[];
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly constants?: readonly TensorProto[];
  /** Free text for people. */
  readonly description?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A serialized model (`ModelProto`). */
export function onnxModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const { name, nodes, inputs, outputs, constants = [], description, metadata = {} } = model;
  const domains = new Set(["", ...nodes.map(({ domain }) => domain)]);
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      producerName: "evenkeel",
      docString: description ?? "",
      opsetImport: [...domains].map((domain) =>
        create(OperatorSetIdProtoSchema, { domain, version: domain === "" ? OPSET : 1n }),
      ),
      metadataProps: Object.entries(metadata).map(([key, value]) =>
        create(StringStringEntryProtoSchema, { key, value }),
      ),
      graph: create(GraphProtoSchema, {
        name,
        node: [...nodes],
        initializer: [...constants],
        input: [...inputs],
        output: [...outputs],
      }),
    }),
  );
}

function onnxAttribute(name: string, value: OnnxAttribute): AttributeProto {
  const attribute = (type: keyof typeof AttributeProto_AttributeType, content: object) =>
    create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType[type], ...content });
  if (typeof value === "number") return attribute("INT", { i: BigInt(value) });
  if (typeof value === "string") return attribute("STRING", { s: new TextEncoder().encode(value) });
  if ("float" in value) return attribute("FLOAT", { f: value.float });
  if ("floats" in value) return attribute("FLOATS", { floats: [...value.floats] });
  return attribute("INTS", { ints: value.map(BigInt) });
}
