/** Singular values, and nothing else: no vectors, no squaring. */
import { bidiagonalize } from "./bidiagonal.ts";
import type { Matrix64 } from "./inner-products.ts";
import { transpose } from "./transpose.ts";
import { tridiagonalEigenvalues } from "./tridiagonal.ts";

/**
 * The singular values of a matrix, largest first, each to about 2⁻⁵² of the largest: Householder
 * bidiagonalization (8/3 n³ operations), then the eigenvalues of the tridiagonal matrix with a zero
 * diagonal that has them, and their negatives, as its eigenvalues. Overwrites the matrix.
 *
 * Roots of the eigenvalues of MᵀM are cheaper, but lose half of the digits of the small ones.
 *
 * @see Golub and Kahan 1965, "Calculating the Singular Values and Pseudo-Inverse of a Matrix".
 */
export function singularValues(
  matrix: Matrix64,
  onProgress?: (share: number) => void,
): Float64Array {
  const tall = matrix.rows >= matrix.columns ? matrix : transpose(matrix);
  const count = tall.columns;
  if (count === 0) return new Float64Array(0);
  const { diagonal, above } = bidiagonalize(tall, onProgress);
  const between = new Float64Array(2 * count - 1);
  for (let i = 0; i < count; i++) {
    between[2 * i] = diagonal[i]!;
    if (i + 1 < count) between[2 * i + 1] = above[i]!;
  }
  const eigenvalues = tridiagonalEigenvalues(new Float64Array(2 * count), between);
  return eigenvalues.sort().reverse().slice(0, count).map(Math.abs);
}
