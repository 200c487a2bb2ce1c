/** Factors of covariances, also of singular ones. */
import type { Matrix64 } from "./inner-products.ts";

/**
 * A factor F, `[rank, n]`, of a symmetric positive semi-definite C, `[n, n]`: FᵀF = C to rounding.
 *
 * Cholesky with diagonal pivoting of C scaled to a unit diagonal, so that features of very different
 * sizes are treated alike. It ends where no pivot is above n·2⁻⁵², LAPACK's limit in `dpstrf`: what is
 * left is rounding, and `rank` is the numerical rank. The factor of a zero matrix has no rows.
 *
 * @see Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 10.3.
 */
export function semidefiniteFactor(covariance: Float64Array, n: number): Matrix64 {
  const scale = Float64Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]!));
  const order = Uint32Array.from(scale.keys()).filter((i) => scale[i]! > 0);
  const size = order.length;
  const lower = new Float64Array(size * size);
  const left = new Float64Array(size).fill(1);
  const column = new Float64Array(size);
  const limit = n * Number.EPSILON;
  let rank = 0;
  for (; rank < size; rank++) {
    let pivot = rank;
    for (let i = rank + 1; i < size; i++) if (left[i]! > left[pivot]!) pivot = i;
    if (!(left[pivot]! > limit)) break;
    if (pivot !== rank) exchange(lower, size, rank, pivot, left, order);
    const diagonal = Math.sqrt(left[rank]!);
    lower[rank * size + rank] = diagonal;
    const [from, unit] = [order[rank]! * n, scale[order[rank]!]! * diagonal];
    for (let i = rank + 1; i < size; i++) {
      column[i] = covariance[from + order[i]!]! / (unit * scale[order[i]!]!);
    }
    subtractProducts(lower, size, rank, diagonal, column);
    for (let i = rank + 1; i < size; i++) {
      const value = column[i]!;
      lower[i * size + rank] = value;
      left[i] = left[i]! - value * value;
    }
  }
  return { data: unpivoted(lower, rank, order, scale), rows: rank, columns: n };
}

/** Exchanges two pivots, with the rows made so far. */
function exchange(
  lower: Float64Array,
  size: number,
  a: number,
  b: number,
  left: Float64Array,
  order: Uint32Array,
): void {
  const row = lower.slice(a * size, a * size + a);
  lower.copyWithin(a * size, b * size, b * size + a);
  lower.set(row, b * size);
  [left[a], left[b]] = [left[b]!, left[a]!];
  [order[a], order[b]] = [order[b]!, order[a]!];
}

/** column[i] −= ⟨row i, row `pivot`⟩ / diagonal over what is made, for the rows below; four at a time. */
function subtractProducts(
  lower: Float64Array,
  size: number,
  pivot: number,
  diagonal: number,
  column: Float64Array,
): void {
  const row = lower.subarray(pivot * size, pivot * size + pivot);
  let i = pivot + 1;
  for (; i + 3 < size; i += 4) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    let at0 = i * size;
    let at1 = at0 + size;
    let at2 = at1 + size;
    let at3 = at2 + size;
    for (let c = 0; c < row.length; c++) {
      const value = row[c]!;
      s0 += value * lower[at0++]!;
      s1 += value * lower[at1++]!;
      s2 += value * lower[at2++]!;
      s3 += value * lower[at3++]!;
    }
    column[i] = column[i]! - s0 / diagonal;
    column[i + 1] = column[i + 1]! - s1 / diagonal;
    column[i + 2] = column[i + 2]! - s2 / diagonal;
    column[i + 3] = column[i + 3]! - s3 / diagonal;
  }
  for (; i < size; i++) {
    let sum = 0;
    for (let c = 0; c < row.length; c++) sum += row[c]! * lower[i * size + c]!;
    column[i] = column[i]! - sum / diagonal;
  }
}

/** The first `rank` columns of the factor as rows, features in their own order and size. */
function unpivoted(
  lower: Float64Array,
  rank: number,
  order: Uint32Array,
  scale: Float64Array,
): Float64Array {
  const [size, n] = [order.length, scale.length];
  const factor = new Float64Array(rank * n);
  for (let i = 0; i < size; i++) {
    const feature = order[i]!;
    const last = Math.min(i + 1, rank);
    for (let c = 0; c < last; c++) {
      factor[c * n + feature] = lower[i * size + c]! * scale[feature]!;
    }
  }
  return factor;
}
