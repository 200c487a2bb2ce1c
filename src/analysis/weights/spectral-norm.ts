/** Exact singular values, as the yardstick of power iteration. */
import type { HostTensor } from "../../runtime/index.ts";
import { gramEigenvalues, type RowAxis } from "./matrix-gram.ts";

/**
 * The largest singular value of a weight as a matrix, in float64: the root of the largest eigenvalue of
 * the smaller of WWᵀ and WᵀW.
 *
 * Forming the product loses accuracy in the small singular values only; the largest one is exact to
 * about 1e-15 relative. NaN when an element is not finite.
 *
 * @param axis which axis is the matrix's rows. Default 0: of `[out, in, kH, kW]` the matrix
 *   `[out, in·kH·kW]`, the papers' Ŵ_out; with 1 the channels are swapped first, `[in, out·kH·kW]`, Ŵ_in.
 * @see Miyato et al. 2018, eq. 8; Lin et al. 2021 for the second.
 */
export function exactSpectralNorm(weight: HostTensor, axis: RowAxis = 0): number {
  return singularValues(weight, axis)[0] ?? 0;
}

/**
 * All singular values of a weight as a matrix, in float64, largest first: `[min(rows, columns)]`. They are
 * roots of eigenvalues, off by about 1e-15·σ₁²/σ, so those below 1e-7·σ₁ are noise. NaN, all of them, when
 * an element is not finite.
 *
 * @param axis as for {@link exactSpectralNorm}.
 * @see Miyato et al. 2018, figure 3, which shows their squares over the largest.
 */
export function singularValues(weight: HostTensor, axis: RowAxis = 0): Float64Array {
  const { shape, data } = weight;
  const rows = shape[axis] ?? 1;
  if (!data.every(Number.isFinite)) {
    return new Float64Array(Math.min(rows, data.length / rows)).fill(Number.NaN);
  }
  return gramEigenvalues(weight, axis).map(Math.sqrt);
}

/**
 * How many directions a matrix really uses: exp(−Σ pᵢ log pᵢ) with pᵢ = σᵢ / Σσ. From 1, all of it in one
 * direction, to the number of singular values, all equal. 0 of a zero matrix.
 *
 * @param values singular values, in any order.
 * @see Roy & Vetterli 2007, "The effective rank".
 */
export function effectiveRank(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const sum = all.reduce((a, b) => a + b, 0);
  if (sum === 0) return 0;
  const shares = all.map((value) => value / sum);
  return Math.exp(-shares.reduce((a, p) => (p === 0 ? a : a + p * Math.log(p)), 0));
}
