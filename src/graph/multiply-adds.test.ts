import { expect, test } from "vitest";
import { createBuilder } from "./builder.ts";
import { multiplyAdds } from "./multiply-adds.ts";

const float = (...shape: number[]) => ({ dtype: "float32", shape }) as const;
const geometry = { stride: [2, 2], padding: [1, 1, 1, 1] } as const;

test("a convolution and its gradients have the same products, counted by hand", () => {
  const g = createBuilder();
  const x = g.input("x", float(5, 3, 8, 8));
  const w = g.input("w", float(7, 3, 4, 4));
  const dy = g.input("dy", float(5, 7, 4, 4));
  // 5 images, 7 channels of 4 x 4 places, each a sum over 3 channels and 4 x 4 of a kernel
  const expected = 5 * 7 * 4 * 4 * 3 * 4 * 4;
  const y = g.conv(x, w, geometry);
  const dx = g.convInputGrad(dy, w, { ...geometry, inputSize: [8, 8] });
  const dw = g.convWeightGrad(x, dy, { ...geometry, kernelSize: [4, 4] });
  for (const output of [y, dx, dw]) {
    expect(multiplyAdds({ inputs: {}, outputs: { output } })).toBe(expected);
  }
  expect(multiplyAdds({ inputs: { x, w, dy }, outputs: { y, dx, dw } })).toBe(3 * expected);
});

test("matrix products count by rows, columns and what is summed; other ops do not", () => {
  const g = createBuilder();
  const a = g.input("a", float(2, 11, 3));
  const b = g.input("b", float(2, 11, 5));
  const product = g.exp(g.matmul(a, b, { transposeA: true, transposeB: false }));
  expect(multiplyAdds({ inputs: { a, b }, outputs: { product } })).toBe(2 * 3 * 5 * 11);
});
