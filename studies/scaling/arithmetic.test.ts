import { caseModel, cases } from "evenkeel/bench";
import { discriminatorStep, generatorStep } from "evenkeel/gan";
import { createBuilder, type Graph, gradient, sum } from "evenkeel/graph";
import { expect, test } from "vitest";
import { countFlops } from "./arithmetic.ts";

const image = { dtype: "float32", shape: [2, 3, 8, 8] } as const;
const kernels = { dtype: "float32", shape: [5, 3, 4, 4] } as const;

/** A convolution to 4 x 4 places, and the gradients to both operands if asked for. */
function convolution(gradients: boolean): Graph {
  const g = createBuilder();
  const [x, w] = [g.input("x", image), g.input("w", kernels)];
  const y = g.conv(x, w, { stride: [2, 2], padding: [1, 1, 1, 1] });
  const [dx, dw] = gradient(g, sum(g, g.mul(y, y)), [x, w]);
  return { inputs: { x, w }, outputs: gradients ? { y, dx: dx!, dw: dw! } : { y } };
}

test("a convolution is two operations for each product, its gradients as many each", () => {
  const once = 2 * (2 * 5 * 4 * 4) * (3 * 4 * 4);
  expect(countFlops(convolution(false))).toBe(once);
  expect(countFlops(convolution(true))).toBe(3 * once);
});

test.each([
  { transposeA: false, a: [4, 7] },
  { transposeA: true, a: [7, 4] },
])("a matrix product, $a", ({ transposeA, a }) => {
  const g = createBuilder();
  const [x, w] = [
    g.input("x", { dtype: "float32", shape: a }),
    g.input("w", { dtype: "float32", shape: [3, 7] }),
  ];
  const y = g.matmul(x, w, { transposeA, transposeB: true });
  expect(countFlops({ inputs: { x, w }, outputs: { y } })).toBe(2 * 4 * 3 * 7);
});

test("an iteration of the paper's CNN, counted by hand", () => {
  // products of one image: https://arxiv.org/abs/1802.05957, table 3
  const d = [27, 1024, 576, 2048, 1152, 4096, 2304].map((perOutput, i) => {
    const channels = [64, 64, 128, 128, 256, 256, 512][i]!;
    const side = [32, 16, 16, 8, 8, 4, 4][i]!;
    return perOutput * channels * side * side;
  });
  const total = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const [discriminator, first] = [total(d), d[0]!];
  const g = [512 * 256 * 16 * 16, 256 * 128 * 16 * 64, 128 * 64 * 16 * 256, 64 * 27 * 1024];
  const generator = total(g);
  // D on 128 images, with gradients to weights and, but for the first layer, inputs; G on 64 in both steps,
  // with both gradients in its own; D there on 64, with the gradient to inputs alone
  const convolutions =
    128 * (3 * discriminator - first) + 64 * (2 * discriminator) + 64 * (4 * generator);
  const model = caseModel(cases.find(({ name }) => name === "cnn32-none-b64")!);
  const counted =
    countFlops(discriminatorStep(model).graph) + countFlops(generatorStep(model).graph);
  // the rest are the dense layers, 1 M products an image in G and 8 k in D
  expect(counted).toBeGreaterThan(2 * convolutions);
  expect(counted).toBeLessThan(2 * convolutions * 1.01);
});
