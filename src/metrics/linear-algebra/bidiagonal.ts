/** Householder bidiagonalization. */
import type { Matrix64 } from "./inner-products.ts";

/** What is left of a matrix: two diagonals with the same singular values. */
export interface Bidiagonal {
  /** `[n]` */
  readonly diagonal: Float64Array;
  /** The elements right of the diagonal, `[n − 1]`. */
  readonly above: Float64Array;
}

/**
 * Reduces a matrix `[m, n]`, m ≥ n, to a bidiagonal one by reflections from the left and from the right
 * in turn. Overwrites the matrix.
 *
 * The matrix is passed over twice a step, not four times: applying one reflection and forming the
 * products that the next one needs happen together.
 *
 * @see Golub and Van Loan 2013, "Matrix Computations", algorithm 5.4.2.
 */
export function bidiagonalize(
  { data, rows: m, columns: n }: Matrix64,
  onProgress?: (share: number) => void,
): Bidiagonal {
  const diagonal = new Float64Array(n);
  const above = new Float64Array(Math.max(n - 1, 0));
  // v reflects columns and u rows; w = vᵀA and z = Au, factors 2/‖·‖² included
  const [v, z] = [new Float64Array(m), new Float64Array(m)];
  const [u, w] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    for (let i = k; i < m; i++) v[i] = data[i * n + k]! - z[i]! * u[k]!;
    const left = reflector(v, k);
    diagonal[k] = left.head;
    w.fill(0, k + 1);
    applyRight(data, m, n, k, z, u, v, w);
    for (let j = k + 1; j < n; j++) w[j] = w[j]! * left.factor;
    if (k + 1 === n) break;
    const row = k * n;
    for (let j = k + 1; j < n; j++) u[j] = data[row + j]! - v[k]! * w[j]!;
    const right = reflector(u, k + 1);
    above[k] = right.head;
    applyLeft(data, m, n, k, v, w, u, z, right.factor);
    if (k % 32 === 0) onProgress?.(1 - (1 - k / n) ** 3);
  }
  return { diagonal, above };
}

/** Rows `k` … of A −= z uᵀ, and w += vᵀA of the result, on the columns after `k`; four rows at a time. */
function applyRight(
  data: Float64Array,
  m: number,
  n: number,
  k: number,
  z: Float64Array,
  u: Float64Array,
  v: Float64Array,
  w: Float64Array,
): void {
  let i = k;
  for (; i + 3 < m; i += 4) {
    const [z0, z1, z2, z3] = [z[i]!, z[i + 1]!, z[i + 2]!, z[i + 3]!];
    const [v0, v1, v2, v3] = [v[i]!, v[i + 1]!, v[i + 2]!, v[i + 3]!];
    let at0 = i * n + k + 1;
    let at1 = at0 + n;
    let at2 = at1 + n;
    let at3 = at2 + n;
    for (let j = k + 1; j < n; j++) {
      const uj = u[j]!;
      const a0 = data[at0]! - z0 * uj;
      const a1 = data[at1]! - z1 * uj;
      const a2 = data[at2]! - z2 * uj;
      const a3 = data[at3]! - z3 * uj;
      data[at0++] = a0;
      data[at1++] = a1;
      data[at2++] = a2;
      data[at3++] = a3;
      w[j] = w[j]! + (v0 * a0 + v1 * a1) + (v2 * a2 + v3 * a3);
    }
  }
  for (; i < m; i++) {
    const [zi, vi, shift] = [z[i]!, v[i]!, i * n];
    for (let j = k + 1; j < n; j++) {
      const a = data[shift + j]! - zi * u[j]!;
      data[shift + j] = a;
      w[j] = w[j]! + vi * a;
    }
  }
}

/** Rows after `k` of A −= v wᵀ, and z = factor·Au of the result; four rows at a time. */
function applyLeft(
  data: Float64Array,
  m: number,
  n: number,
  k: number,
  v: Float64Array,
  w: Float64Array,
  u: Float64Array,
  z: Float64Array,
  factor: number,
): void {
  let i = k + 1;
  for (; i + 3 < m; i += 4) {
    const [v0, v1, v2, v3] = [v[i]!, v[i + 1]!, v[i + 2]!, v[i + 3]!];
    let at0 = i * n + k + 1;
    let at1 = at0 + n;
    let at2 = at1 + n;
    let at3 = at2 + n;
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (let j = k + 1; j < n; j++) {
      const wj = w[j]!;
      const uj = u[j]!;
      const a0 = data[at0]! - v0 * wj;
      const a1 = data[at1]! - v1 * wj;
      const a2 = data[at2]! - v2 * wj;
      const a3 = data[at3]! - v3 * wj;
      data[at0++] = a0;
      data[at1++] = a1;
      data[at2++] = a2;
      data[at3++] = a3;
      sum0 += a0 * uj;
      sum1 += a1 * uj;
      sum2 += a2 * uj;
      sum3 += a3 * uj;
    }
    z[i] = sum0 * factor;
    z[i + 1] = sum1 * factor;
    z[i + 2] = sum2 * factor;
    z[i + 3] = sum3 * factor;
  }
  for (; i < m; i++) {
    const [vi, shift] = [v[i]!, i * n];
    let sum = 0;
    for (let j = k + 1; j < n; j++) {
      const a = data[shift + j]! - vi * w[j]!;
      data[shift + j] = a;
      sum += a * u[j]!;
    }
    z[i] = sum * factor;
  }
}

/**
 * Turns x from index `k` into the vector of the reflection that maps it to (head, 0, …): I − factor·xxᵀ.
 * A zero vector stays, with factor 0.
 */
function reflector(x: Float64Array, k: number): { readonly head: number; readonly factor: number } {
  let most = 0;
  for (let i = k; i < x.length; i++) most = Math.max(most, Math.abs(x[i]!));
  if (most === 0) return { head: 0, factor: 0 };
  let squares = 0;
  for (let i = k; i < x.length; i++) {
    const value = x[i]! / most;
    x[i] = value;
    squares += value * value;
  }
  const first = x[k]!;
  const head = first > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  x[k] = first - head;
  return { head: head * most, factor: 1 / (squares - first * head) };
}
