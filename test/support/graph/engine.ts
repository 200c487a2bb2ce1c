/** Runs ONNX models on onnxruntime-node itself, without our runtime. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { DType, Graph, Tensor64 } from "../../../src/graph/index.ts";

const dtypes: Readonly<Record<string, DType>> = {
  float32: "float32",
  int32: "int32",
  uint8: "uint8",
  bool: "bool",
};

/** The outputs of a model on the CPU provider, with the dtypes and shapes the engine gave them. */
export async function runEngine(
  model: Uint8Array,
  inputs: Graph["inputs"],
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): Promise<Record<string, Tensor64>> {
  const session = await InferenceSession.create(model, {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
  });
  try {
    const tensors = Object.entries(inputs).map(([name, { dtype, shape }]) => [
      name,
      engineTensor(dtype, feeds[name] as ArrayLike<number>, shape),
    ]);
    const results = await session.run(Object.fromEntries(tensors));
    return Object.fromEntries(
      Object.entries(results).map(([name, { type, dims, data }]) => [
        name,
        {
          dtype: dtypes[type] as DType,
          shape: dims,
          data: Float64Array.from(data as Iterable<number>),
        },
      ]),
    );
  } finally {
    await session.release();
  }
}

function engineTensor(dtype: DType, elements: ArrayLike<number>, shape: readonly number[]): Tensor {
  switch (dtype) {
    case "float32":
      return new Tensor("float32", Float32Array.from(elements), shape);
    case "int32":
      return new Tensor("int32", Int32Array.from(elements), shape);
    case "uint8":
      return new Tensor("uint8", Uint8Array.from(elements), shape);
    case "bool":
      return new Tensor("bool", Uint8Array.from(elements), shape);
  }
}
