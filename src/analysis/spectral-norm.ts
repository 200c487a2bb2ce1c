/** Exact singular values, as the yardstick of power iteration. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { sizeOf } from "../graph/index.ts";
import type { HostTensor } from "../runtime/index.ts";

/**
 * The largest singular value of a weight `[out, ...]` as the matrix `[out, in·kH·kW]`, in float64: the
 * root of the largest eigenvalue of the smaller of WWᵀ and WᵀW.
 *
 * Forming the product loses accuracy in the small singular values only; the largest one is exact to
 * about 1e-15 relative. NaN when an element is not finite.
 */
export function exactSpectralNorm({ shape, data }: HostTensor): number {
  if (!data.every(Number.isFinite)) return Number.NaN;
  const [rows = 1, ...rest] = shape;
  const columns = sizeOf(rest);
  const [few, many] = [Math.min(rows, columns), Math.max(rows, columns)];
  const [alongFew, alongMany] = rows <= columns ? [columns, 1] : [1, columns];
  const gram = Matrix.zeros(few, few);
  for (let i = 0; i < few; i++) {
    for (let j = i; j < few; j++) {
      let sum = 0;
      for (let k = 0; k < many; k++) {
        sum += data[i * alongFew + k * alongMany]! * data[j * alongFew + k * alongMany]!;
      }
      gram.set(i, j, sum);
      gram.set(j, i, sum);
    }
  }
  const values = new EigenvalueDecomposition(gram, { assumeSymmetric: true }).realEigenvalues;
  return Math.sqrt(Math.max(...values, 0));
}
