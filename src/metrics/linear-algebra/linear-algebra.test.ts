import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { semidefiniteFactor } from "./cholesky.ts";
import { innerProducts, type Matrix64 } from "./inner-products.ts";
import { singularValues } from "./singular-values.ts";

const engine = nodeEngine({ device: "cpu" });

const random = (rows: number, columns: number, name = "a"): Matrix64 => ({
  data: Float64Array.from(gaussian(rows * columns, `${name} ${rows}x${columns}`)),
  rows,
  columns,
});
const asMlMatrix = ({ data, rows, columns }: Matrix64) =>
  Matrix.from1DArray(rows, columns, Array.from(data));
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);
};

describe("inner products of rows", () => {
  // every remainder of the 2 x 4 tiles, and more than one panel of columns
  test.each([
    [1, 1, 1],
    [2, 4, 3],
    [3, 5, 7],
    [5, 6, 513],
    [4, 7, 1025],
    [3, 3, 0],
  ])("%i rows by %i rows of %i", async (m, n, k) => {
    const [a, b] = [random(m, k), random(n, k, "b")];
    const expected = Float64Array.from({ length: m * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = 0;
      for (let c = 0; c < k; c++) sum += a.data[i * k + c]! * b.data[j * k + c]!;
      return sum;
    });
    // rounding of k products of about 1, in another order
    const tolerance = 1e-15 * (k + 1);
    expect(farthest(await innerProducts(a, b, undefined), expected)).toBeLessThan(tolerance);
    if (k > 0)
      expect(farthest(await innerProducts(a, b, engine), expected)).toBeLessThan(tolerance);
  });
});

describe("singular values", () => {
  test.each([
    [1, 1],
    [2, 2],
    [7, 1],
    [1, 7],
    [40, 40],
    [61, 30],
    [30, 61],
  ])("of %i x %i, as by ml-matrix", (rows, columns) => {
    const matrix = random(rows, columns);
    const expected = new SingularValueDecomposition(asMlMatrix(matrix), { autoTranspose: true });
    const largestFirst = expected.diagonal.sort((a, b) => b - a);
    const found = singularValues({ ...matrix, data: matrix.data.slice() });
    // ulps of the largest, which is below 16
    expect(farthest(found, largestFirst)).toBeLessThan(1e-13);
  });

  test("that are small are not lost beside large ones", () => {
    // H·diag(s)·H with the reflection H = I − (2/n)·11ᵀ has the singular values s
    const n = 12;
    const sizes = Array.from({ length: n }, (_, i) => 10 ** -i);
    const reflection = Matrix.eye(n).sub(Matrix.ones(n, n).mul(2 / n));
    const matrix = reflection.mmul(Matrix.diag(sizes)).mmul(reflection);
    const data = Float64Array.from(matrix.to1DArray());
    // roots of eigenvalues of MᵀM would be wrong from 1e-8 on
    expect(farthest(singularValues({ data, rows: n, columns: n }), sizes)).toBeLessThan(1e-15);
  });

  test("of low rank, zeros and nothing", () => {
    const thin = asMlMatrix(random(50, 3)).mmul(asMlMatrix(random(3, 40)));
    const data = Float64Array.from(thin.to1DArray());
    const values = singularValues({ data, rows: 50, columns: 40 });
    expect(values[2]).toBeGreaterThan(1);
    expect(values[3]).toBeLessThan(1e-12);
    expect([...singularValues({ data: new Float64Array(6), rows: 2, columns: 3 })]).toEqual([0, 0]);
    expect(singularValues({ data: new Float64Array(0), rows: 0, columns: 3 })).toHaveLength(0);
  });

  test("of huge and of tiny matrices neither overflow nor vanish", () => {
    for (const size of [2 ** 700, 2 ** -700]) {
      const { data, rows, columns } = random(9, 9);
      const plain = singularValues({ data: data.slice(), rows, columns });
      const scaled = singularValues({ data: data.map((x) => x * size), rows, columns });
      expect(
        farthest(
          scaled.map((x) => x / size),
          plain,
        ),
      ).toBeLessThan(1e-14);
    }
  });
});

describe("factors of covariances", () => {
  const product = (factor: Matrix64) => asMlMatrix(factor).transpose().mmul(asMlMatrix(factor));

  test.each([
    ["of full rank", 30, 45, 30],
    ["of rank 7", 30, 7, 7],
  ])("%s", (_, n, samples, rank) => {
    const rows = asMlMatrix(random(samples, n));
    const covariance = Float64Array.from(rows.transpose().mmul(rows).to1DArray());
    const factor = semidefiniteFactor(covariance, n);
    expect(factor).toMatchObject({ rows: rank, columns: n });
    // ulps of the largest element, below 128
    expect(farthest(product(factor).to1DArray(), covariance)).toBeLessThan(1e-12);
  });

  test("with features of very different sizes, and constant ones", () => {
    const rows = asMlMatrix(random(20, 4));
    const sizes = [1, 1e8, 0, 1e-8];
    const scaled = rows.mmul(Matrix.diag(sizes));
    const covariance = Float64Array.from(scaled.transpose().mmul(scaled).to1DArray());
    const factor = semidefiniteFactor(covariance, 4);
    expect(factor.rows).toBe(3);
    product(factor)
      .to1DArray()
      .forEach((value, at) => {
        const unit = sizes[Math.floor(at / 4)]! * sizes[at % 4]!;
        expect(Math.abs(value - covariance[at]!)).toBeLessThanOrEqual(1e-13 * unit);
      });
  });

  test("of nothing but zeros", () => {
    expect(semidefiniteFactor(new Float64Array(9), 3)).toMatchObject({ rows: 0, columns: 3 });
  });
});
