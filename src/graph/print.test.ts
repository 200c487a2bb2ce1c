import { expect, test } from "vitest";
import { createBuilder, gradient, printGraph, simplify, sum, type Value } from "./index.ts";

test("a dense layer with its gradient", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [8, 2] });
  const weight = g.input("weight", { dtype: "float32", shape: [4, 2] });
  const y = g.scope("discriminator", () =>
    g.scope("dense", () => {
      const scale = g.constant([1, 2, 3, 4, 5, 6, 7, 8], [8, 1]);
      const product = g.matmul(x, weight, { transposeA: false, transposeB: true });
      return g.leakyRelu(g.mul(product, scale), { slope: 0.2 });
    }),
  );
  const [dWeight] = gradient(g, sum(g, y), [weight]) as [Value];
  const graph = { inputs: { x, weight }, outputs: { y, dWeight } };
  expect(printGraph(simplify(graph))).toMatchInlineSnapshot(`
    "%0 = input x : float32[8, 2]
    %1 = input weight : float32[4, 2]
    %2 = constant 1, 2, 3, … : float32[8, 1]  # discriminator/dense
    %3 = matmul %0 %1 {transposeA: false, transposeB: true} : float32[8, 4]  # discriminator/dense
    %4 = mul %3 %2 : float32[8, 4]  # discriminator/dense
    %5 = leakyRelu %4 {slope: 0.2} : float32[8, 4]  # discriminator/dense
    %6 = constant 1 : float32[]
    %7 = constant 0 : float32[]  # discriminator/dense/gradient
    %8 = greater %5 %7 : bool[8, 4]  # discriminator/dense/gradient
    %9 = constant 0.2 : float32[]  # discriminator/dense/gradient
    %10 = where %8 %6 %9 : float32[8, 4]  # discriminator/dense/gradient
    %11 = mul %10 %2 : float32[8, 4]  # discriminator/dense/gradient
    %12 = matmul %11 %0 {transposeA: true, transposeB: false} : float32[4, 2]  # discriminator/dense/gradient
    return y = %5, dWeight = %12"
  `);
});

test("short constants in full, several outputs of one value", () => {
  const g = createBuilder();
  const y = g.constant([1, 2.5, -3e-8, 4], [2, 2]);
  expect(printGraph({ inputs: {}, outputs: { y, again: y } })).toMatchInlineSnapshot(`
    "%0 = constant 1, 2.5, -3e-8, 4 : float32[2, 2]
    return y = %0, again = %0"
  `);
});
