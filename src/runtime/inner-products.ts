/** Float64 matrix products on an engine, for arithmetic that float32 is too coarse for. */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";
import type { InferenceSession } from "onnxruntime-common";
import type { Engine } from "./engine.ts";

/** A float64 matrix in row-major order. */
interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** ONNX's number of the element type float64. */
const FLOAT64 = 11;

/** One small session an engine, kept for as long as the engine is. */
const sessions = new WeakMap<Engine, Promise<InferenceSession>>();

/**
 * A·Bᵀ, all inner products between the rows of `a` and of `b`, in float64 on the engine's CPU.
 *
 * @param a `[m, k]`
 * @param b `[n, k]`
 * @returns `[m, n]`
 */
export async function innerProductsOn(engine: Engine, a: Matrix, b: Matrix): Promise<Float64Array> {
  const session = sessions.get(engine) ?? openSession(engine);
  sessions.set(engine, session);
  const tensor = ({ data, rows, columns }: Matrix) =>
    new engine.Tensor("float64", data, [rows, columns]);
  const { product } = await (await session).run({ a: tensor(a), b: tensor(b) });
  return product?.data as Float64Array;
}

function openSession({ InferenceSession, sessionOptions, device }: Engine) {
  return InferenceSession.create(model(), {
    ...sessionOptions,
    // GPU providers have no float64 product: the CPU's, without a detour
    ...(device !== "wasm" && { executionProviders: ["cpu"] }),
  });
}

function model(): Uint8Array {
  const transposed = { name: "transB", type: AttributeProto_AttributeType.INT, i: 1n };
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 8n,
      producerName: "evenkeel",
      opsetImport: [create(OperatorSetIdProtoSchema, { version: 17n })],
      graph: create(GraphProtoSchema, {
        name: "inner products",
        node: [
          create(NodeProtoSchema, {
            opType: "Gemm",
            input: ["a", "b"],
            output: ["product"],
            attribute: [create(AttributeProtoSchema, transposed)],
          }),
        ],
        input: [matrix("a", "m", "k"), matrix("b", "n", "k")],
        output: [matrix("product", "m", "n")],
      }),
    }),
  );
}

function matrix(name: string, ...axes: readonly string[]) {
  const dim = axes.map((value) =>
    create(TensorShapeProto_DimensionSchema, { value: { case: "dimParam", value } }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: FLOAT64,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  const type = create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } });
  return create(ValueInfoProtoSchema, { name, type });
}
