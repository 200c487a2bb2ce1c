/** Graphs of one convolution or gradient. */
import { type Builder, createBuilder, type Graph, type Value } from "../../../src/graph/index.ts";
import type { Problem } from "../../../src/graph/onnx/blocked/forms/problem.ts";
import type { ConvOp } from "../../../src/graph/onnx/index.ts";

/** A convolution or gradient of values that are held in blocks, where they can be. */
export function graphOf(op: ConvOp, problem: Problem): Graph {
  const g = createBuilder();
  const { batch, inputs, outputs, inputSize, outputSize, kernel, stride, padding } = problem;
  const of = (name: string, ...shape: number[]) => g.input(name, { dtype: "float32", shape });
  const x = of("x", batch, inputs, ...inputSize);
  const y = of("y", batch, outputs, ...outputSize);
  const weight = of("weight", outputs, inputs, ...kernel);
  const at = { stride, padding };
  switch (op) {
    case "conv": {
      const bias = of("bias", outputs);
      const sums = g.add(g.conv(x, weight, at), g.reshape(bias, { shape: [outputs, 1, 1] }));
      return { inputs: { x, weight, bias }, outputs: { y: g.leakyRelu(sums, { slope: 0.1 }) } };
    }
    case "convInputGrad": {
      const gradient = g.convInputGrad(y, weight, { ...at, inputSize });
      return { inputs: { y, weight }, outputs: { x: g.mul(gradient, 2) } };
    }
    case "convWeightGrad": {
      const [first, second] = [pointwise(g, x), pointwise(g, y)];
      const gradient = g.convWeightGrad(first, second, { ...at, kernelSize: kernel });
      return { inputs: { x, y }, outputs: { weight: gradient } };
    }
  }
}

/** The same image, but in blocks where its channels fill them. */
function pointwise(g: Builder, x: Value): Value {
  const [, channels = 1] = x.shape;
  const identity = Array.from({ length: channels ** 2 }, (_, i) =>
    Number(i % (channels + 1) === 0),
  );
  const weight = g.constant(identity, [channels, channels, 1, 1]);
  return g.conv(x, weight, { stride: [1, 1], padding: [0, 0, 0, 0] });
}
