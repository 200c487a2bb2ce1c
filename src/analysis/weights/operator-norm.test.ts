/** Lanczos iteration against decompositions of matrices, of convolutions written out too. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import { convolutionMatrix, convolutions } from "../../../test/support/nn/convolution-matrix.ts";
import { asMatrix, firstSingularTriple, gaussian } from "../../../test/support/nn/matrices.ts";
import { sizeOf } from "../../graph/index.ts";
import { largestEigenvalue, operatorNorm } from "./index.ts";
import { patchesOf } from "./operator-norm.ts";

/** Q diag(values) Qᵀ for a random orthogonal Q. */
function symmetric(values: readonly number[]): Matrix {
  const n = values.length;
  const random = asMatrix([n, n], gaussian(n * n, "orthogonal"));
  const { eigenvectorMatrix: q } = new EigenvalueDecomposition(random.add(random.transpose()));
  return q.mmul(Matrix.diag([...values])).mmul(q.transpose());
}
const times = (matrix: Matrix) => (v: Float32Array) =>
  matrix.mmul(Matrix.columnVector(Array.from(v))).to1DArray();
// the basis is kept in float32: λ is off by its rounding
const rounding = { relative: 1e-6 };

describe("the eigenvalue of largest size", () => {
  test.each([
    ["positive", [5, 4.9, 3, 1, 0.1, 0]],
    ["negative", [2, -3, 1, 0.5]],
    ["repeated", [2, 2, 2, 1]],
  ])("%s", async (_, values) => {
    const found = await largestEigenvalue(times(symmetric(values)), values.length);
    const expected = values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    expect([found.value]).toBeAllclose([expected], rounding);
    expect(found.residual).toBeLessThan(1e-5);
  });

  test("never larger than the true one, and its residual holds one, when it ends early", async () => {
    const values = Array.from({ length: 40 }, (_, i) => 1 - (i / 40) ** 2 / 5);
    for (const rounds of [1, 2, 4, 8]) {
      const { value, residual } = await largestEigenvalue(times(symmetric(values)), 40, { rounds });
      expect(value).toBeLessThanOrEqual(1 + rounding.relative);
      const nearest = Math.min(...values.map((v) => Math.abs(v - value)));
      expect(nearest).toBeLessThanOrEqual(residual * value + rounding.relative);
    }
  });

  test("of a zero operator 0, of one that is not finite NaN", async () => {
    const zero = await largestEigenvalue((v) => v.map(() => 0), 4);
    expect(zero).toEqual({ value: 0, residual: 0, rounds: 1 });
    const broken = await largestEigenvalue((v) => v.map(() => Number.NaN), 4);
    expect(broken.value).toBeNaN();
  });
});

/** A few of all kinds. */
const few = convolutions.filter((_, i) => i % 19 === 0);
test("σ of convolutions, transposed or not, is that of their matrices", () =>
  withRuntime(async (runtime) => {
    expect(few.length).toBeGreaterThan(8);
    for (const { shape, ...place } of few) {
      const data = gaussian(sizeOf(shape), `weight ${shape}`);
      const matrix = convolutionMatrix(shape, data, place);
      const { sigma } = firstSingularTriple(matrix);
      const found = await operatorNorm(runtime, { shape, data }, place);
      // λ within 1e-5 of an eigenvalue, the largest, or one as near to it as that
      expect([found.sigma]).toBeAllclose([sigma], { relative: 1e-5 });
      expect(found.residual).toBeLessThanOrEqual(5e-6);
      // what the theorem relies on: at most √p times the matrix of the kernel
      const kernel = firstSingularTriple(asMatrix(shape, data)).sigma;
      const patches = patchesOf({ shape, convolution: place });
      expect(sigma).toBeLessThanOrEqual(Math.sqrt(patches) * kernel * (1 + 1e-12));
    }
  }));

test("patches: ⌈kernel/stride⌉ each way, of a dense layer 1", () => {
  const place = { inputSize: [8, 8], padding: 1, transposed: false } as const;
  const of = (kernel: number, stride: number) =>
    patchesOf({ shape: [1, 1, kernel, kernel], convolution: { ...place, stride } });
  expect([of(3, 1), of(4, 2), of(3, 2), of(1, 1)]).toEqual([9, 4, 4, 1]);
  expect(patchesOf({ shape: [3, 5] })).toBe(1);
});
