/** The largest eigenvalue of a symmetric operator that can only be applied. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { type RandomStream, randomStream } from "../../random.ts";

/** Options of {@link largestEigenvalue}. */
export interface EigenvalueOptions {
  /** The residual ‖Ay − λy‖/|λ| at which it ends. Default 1e-5, what float32 products allow for. */
  readonly tolerance?: number;
  /** Products at most. Default 200. */
  readonly rounds?: number;
  /** Of the start vector. Default: always the same. */
  readonly random?: RandomStream;
}

/** What {@link largestEigenvalue} finds. */
export interface Eigenvalue {
  /** The eigenvalue of largest size, or what came nearest to it: never larger in size than that one. */
  readonly value: number;
  /** ‖Ay − λy‖/|λ|: an eigenvalue lies within this share of `value`. 0 for a zero operator. */
  readonly residual: number;
  /** Products taken. */
  readonly rounds: number;
}

/**
 * The eigenvalue of largest size of a symmetric A by Lanczos iteration with full reorthogonalization: the
 * largest Ritz value λ of A on span(v, Av, A²v, …), which holds whatever power iteration from v would come
 * to. Ends when the residual is below the tolerance, when the space is exhausted, or after `rounds`.
 *
 * @param apply Av for v float32 `[size]`.
 * @see Golub & Van Loan 2013, "Matrix Computations", section 10.1.
 */
export async function largestEigenvalue(
  apply: (v: Float32Array) => Promise<ArrayLike<number>> | ArrayLike<number>,
  size: number,
  options: EigenvalueOptions = {},
): Promise<Eigenvalue> {
  const { tolerance = 1e-5, rounds = 200, random = randomStream(1, "lanczos") } = options;
  const basis: Float32Array[] = [unit(random.fillNormal(new Float32Array(size)))];
  const [alphas, betas]: [number[], number[]] = [[], []];
  const most = Math.min(rounds, size);
  let best: Eigenvalue = { value: 0, residual: 0, rounds: 0 };
  for (let k = 1; k <= most; k++) {
    const next = Float64Array.from(await apply(basis[k - 1]!));
    alphas.push(inner(next, basis[k - 1]!));
    // twice is enough
    for (let pass = 0; pass < 2; pass++) {
      for (const v of basis) subtract(next, inner(next, v), v);
    }
    const beta = Math.sqrt(inner(next, next));
    best = { ...ritz(alphas, betas, beta), rounds: k };
    if (!(best.residual > tolerance)) break;
    betas.push(beta);
    basis.push(unit(Float32Array.from(next)));
  }
  return best;
}

/** The largest Ritz value of a tridiagonal matrix, and its residual. */
function ritz(alphas: readonly number[], betas: readonly number[], next: number) {
  const n = alphas.length;
  if (!alphas.every(Number.isFinite)) return { value: Number.NaN, residual: Number.NaN };
  const matrix = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    matrix.set(i, i, alphas[i]!);
    if (i + 1 < n) {
      matrix.set(i, i + 1, betas[i]!);
      matrix.set(i + 1, i, betas[i]!);
    }
  }
  const found = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const values = found.realEigenvalues;
  const at = values.reduce((b, x, i) => (Math.abs(x) > Math.abs(values[b]!) ? i : b), 0);
  const value = values[at]!;
  const error = next * Math.abs(found.eigenvectorMatrix.get(n - 1, at));
  return { value, residual: error === 0 ? 0 : error / Math.abs(value) };
}

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(from: Float64Array, factor: number, v: Float32Array): void {
  for (let i = 0; i < from.length; i++) from[i] = from[i]! - factor * v[i]!;
}

function unit(v: Float32Array): Float32Array {
  const norm = Math.sqrt(inner(v, v));
  return v.map((x) => x / norm);
}
