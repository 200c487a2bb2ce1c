/**
 * Regression by a Gaussian process: a Matérn 5/2 kernel with a length for each coordinate, and noise.
 *
 * @see Rasmussen and Williams 2006, "Gaussian Processes for Machine Learning", algorithm 2.1.
 */
import { choleskyFactor, solveLower, solveUpper } from "./cholesky.ts";

/** The hyperparameters of a process. */
export interface ProcessOptions {
  /** The distance in each coordinate over which the function changes, positive. */
  readonly lengths: readonly number[];
  /** The function's variance, positive. */
  readonly variance: number;
  /** The variance of what is measured around the function, positive. */
  readonly noise: number;
}

/** What a process says of the function at a point, without the noise. */
export interface Prediction {
  readonly mean: number;
  readonly deviation: number;
}

/** A process that has seen some points. */
export interface GaussianProcess {
  readonly options: ProcessOptions;
  /** The logarithm of the density of the values that it has seen. */
  readonly logLikelihood: number;
  predict(point: readonly number[]): Prediction;
}

/**
 * The process after it has seen values of a function with mean 0.
 *
 * @param points one or more, all of as many coordinates as there are lengths.
 * @param values one for each point.
 */
export function gaussianProcess(
  points: readonly (readonly number[])[],
  values: readonly number[],
  options: ProcessOptions,
): GaussianProcess {
  const n = points.length;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const between = kernel(points[i]!, points[j]!, options);
      covariance[i * n + j] = between + (i === j ? options.noise : 0);
    }
  }
  const factor = choleskyFactor(covariance, n);
  const half = solveLower(factor, n, values);
  const weights = solveUpper(factor, n, half);
  const logDeterminant = values.reduce((sum, _, i) => sum + Math.log(factor[i * n + i]!), 0);
  const fit = half.reduce((sum, x) => sum + x * x, 0);
  return {
    options,
    logLikelihood: -fit / 2 - logDeterminant - (n / 2) * Math.log(2 * Math.PI),
    predict(point) {
      const near = points.map((other) => kernel(other, point, options));
      const explained = solveLower(factor, n, near).reduce((sum, x) => sum + x * x, 0);
      return {
        mean: near.reduce((sum, k, i) => sum + k * weights[i]!, 0),
        deviation: Math.sqrt(Math.max(0, options.variance - explained)),
      };
    },
  };
}

/** s²·(1 + √5·r + 5r²/3)·exp(−√5·r), with r the distance in units of the lengths. */
function kernel(
  a: readonly number[],
  b: readonly number[],
  { lengths, variance }: ProcessOptions,
): number {
  let square = 0;
  for (let i = 0; i < lengths.length; i++) square += ((a[i]! - b[i]!) / lengths[i]!) ** 2;
  const scaled = Math.sqrt(5 * square);
  return variance * (1 + scaled + (5 * square) / 3) * Math.exp(-scaled);
}
