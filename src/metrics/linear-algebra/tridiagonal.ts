/** Eigenvalues of symmetric tridiagonal matrices. */
import { internal } from "../../errors.ts";

/** More than ever needed; 1 to 3 are usual. */
const MOST_SWEEPS = 100;

/**
 * The eigenvalues, in no order, of the symmetric matrix with this diagonal `[n]` and these elements
 * beside it `[n − 1]`, by the QL algorithm with implicit shifts.
 *
 * @see Wilkinson and Reinsch 1971, "Handbook for Automatic Computation II", `imtql1`.
 */
export function tridiagonalEigenvalues(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const n = diagonal.length;
  // the largest element 1: squares do not overflow, and what underflows does not count
  const size = largest(diagonal, largest(beside, 0)) || 1;
  const d = diagonal.map((x) => x / size);
  const e = new Float64Array(n);
  for (let i = 0; i + 1 < n; i++) e[i] = beside[i]! / size;
  for (let first = 0; first < n; first++) {
    for (let sweep = 0; ; sweep++) {
      const last = endOfBlock(d, e, first);
      if (last === first) break;
      if (sweep === MOST_SWEEPS) throw internal("QL does not converge");
      sweepBlock(d, e, first, last);
    }
  }
  return d.map((x) => x * size);
}

/** The last index of the block that begins at `first`: the element beside it is negligible. */
function endOfBlock(d: Float64Array, e: Float64Array, first: number): number {
  let last = first;
  for (; last + 1 < d.length; last++) {
    const beside = Math.abs(e[last]!);
    // with a diagonal of zeros only what does not count beside the whole matrix is negligible
    if (beside <= Number.EPSILON * (Math.abs(d[last]!) + Math.abs(d[last + 1]!))) break;
    if (beside < Number.EPSILON * Number.EPSILON) break;
  }
  return last;
}

/** One QL sweep with Wilkinson's shift over the block `first` … `last`. */
function sweepBlock(d: Float64Array, e: Float64Array, first: number, last: number): void {
  let g = (d[first + 1]! - d[first]!) / (2 * e[first]!);
  let r = Math.sqrt(g * g + 1);
  g = d[last]! - d[first]! + e[first]! / (g + (g < 0 ? -r : r));
  let [s, c, p] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] = d[i + 1]! - p;
      e[last] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    r = (d[i]! - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
  }
  d[first] = d[first]! - p;
  e[first] = g;
  e[last] = 0;
}

function largest(values: Float64Array, least: number): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), least);
}
