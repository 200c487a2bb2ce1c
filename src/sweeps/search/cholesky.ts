/** The Cholesky factor of a positive definite matrix, and solutions by it; matrices row by row. */

/**
 * The lower triangular L with L·Lᵀ the matrix `[n, n]`, of which the lower triangle is read; above the diagonal
 * of L there are zeros. A pivot that rounding has made negative counts as the least positive number that a
 * difference of the diagonal's size can have.
 */
export function choleskyFactor(matrix: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!;
      const least = Number.EPSILON * matrix[i * n + i]!;
      factor[i * n + j] = i === j ? Math.sqrt(Math.max(sum, least)) : sum / factor[j * n + j]!;
    }
  }
  return factor;
}

/** x with L·x = b. */
export function solveLower(factor: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * x[k]!;
    x[i] = sum / factor[i * n + i]!;
  }
  return x;
}

/** x with Lᵀ·x = b. */
export function solveUpper(factor: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i]! * x[k]!;
    x[i] = sum / factor[i * n + i]!;
  }
  return x;
}
