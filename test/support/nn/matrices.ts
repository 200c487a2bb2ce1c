/** Matrices for tests, by ml-matrix and in plain loops. */
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { type RandomStream, randomStream } from "../../../src/random.ts";

/** A tensor `[rows, ...]` as the matrix of its first axis against all others. */
export function asMatrix(shape: readonly number[], data: ArrayLike<number>): Matrix {
  const [rows = 1, ...rest] = shape;
  const columns = rest.reduce((a, b) => a * b, 1);
  return Matrix.from1DArray(rows, columns, Array.from(data));
}

/** A convolution's weight `[out, in, ...]` with its channel axes swapped, `[in, out, ...]`. */
export function swapChannels(
  shape: readonly number[],
  data: ArrayLike<number>,
): { readonly shape: readonly number[]; readonly data: Float64Array } {
  const [out = 1, input = 1, ...kernel] = shape;
  const size = kernel.reduce((a, b) => a * b, 1);
  const swapped = new Float64Array(data.length);
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < input; i++) {
      for (let k = 0; k < size; k++) {
        swapped[(i * out + o) * size + k] = data[(o * input + i) * size + k]!;
      }
    }
  }
  return { shape: [input, out, ...kernel], data: swapped };
}

/** The first singular triple of a matrix, by a full decomposition. */
export function firstSingularTriple(matrix: Matrix): {
  readonly sigma: number;
  readonly u: readonly number[];
  readonly v: readonly number[];
} {
  const svd = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const at = svd.diagonal.indexOf(Math.max(...svd.diagonal));
  return {
    sigma: svd.diagonal[at]!,
    u: svd.leftSingularVectors.getColumn(at),
    v: svd.rightSingularVectors.getColumn(at),
  };
}

/** Independent draws of N(0, std²), exact in float32. */
export function gaussian(count: number, stream: RandomStream | string, std = 1): Float32Array {
  const random = typeof stream === "string" ? randomStream(20_180_216, stream) : stream;
  return Float32Array.from({ length: count }, () => random.normal() * std);
}

/** ⟨a, b⟩ */
export function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Mean and moments about it. */
export function moments(x: ArrayLike<number>): {
  readonly mean: number;
  readonly variance: number;
  /** Fourth moment over squared variance: 3 for a normal distribution, 1.8 for a uniform one. */
  readonly kurtosis: number;
} {
  const n = x.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += x[i]! / n;
  let [second, fourth] = [0, 0];
  for (let i = 0; i < n; i++) {
    const d = (x[i]! - mean) ** 2;
    second += d / n;
    fourth += (d * d) / n;
  }
  return { mean, variance: second, kurtosis: fourth / second ** 2 };
}

/** One round of power iteration, u to the next v and u, with norms as they are. */
export function powerRound(
  matrix: Matrix,
  u: ArrayLike<number>,
): { readonly u: readonly number[]; readonly v: readonly number[]; readonly sigma: number } {
  const unit = (m: Matrix) => m.div(m.norm("frobenius")).to1DArray();
  const v = unit(matrix.transpose().mmul(Matrix.columnVector(Array.from(u))));
  const next = unit(matrix.mmul(Matrix.columnVector(v)));
  return { u: next, v, sigma: inner(next, matrix.mmul(Matrix.columnVector(v)).to1DArray()) };
}
