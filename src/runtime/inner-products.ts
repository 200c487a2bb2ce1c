/** Float64 matrix products on an engine, for arithmetic that float32 is too coarse for. */
import type { InferenceSession } from "onnxruntime-common";
import { onnxModel, onnxNode, onnxValue } from "../graph/onnx/index.ts";
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
  const matrix = (name: string, ...axes: readonly string[]) => onnxValue(name, FLOAT64, axes);
  return onnxModel({
    name: "inner products",
    nodes: [
      onnxNode({ type: "Gemm", inputs: ["a", "b"], output: "product", attributes: { transB: 1 } }),
    ],
    inputs: [matrix("a", "m", "k"), matrix("b", "n", "k")],
    outputs: [matrix("product", "m", "n")],
  });
}
