/** The hyperparameters of a Gaussian process under which what it has seen is likeliest. */
import { type GaussianProcess, gaussianProcess, type ProcessOptions } from "./gaussian-process.ts";
import { simplexMaximum } from "./simplex-maximum.ts";

/**
 * Least and largest values that are tried, for points of the unit cube and values of variance 1: a length below
 * a twentieth of the cube's side would take hundreds of points to be seen, one of ten sides is a constant.
 */
export const BOUNDS = {
  length: [0.05, 10],
  variance: [0.05, 20],
  noise: [1e-4, 1],
} as const;

/** Lengths and noise that the search starts from; the variance starts from 1. */
const STARTS = [
  [0.3, 0.01],
  [1, 0.1],
  [3, 0.5],
] as const;

/** Likelihoods that are computed from each start, for each hyperparameter. */
const EVALUATIONS = 60;

/**
 * The process of largest likelihood within {@link BOUNDS}, as Nelder and Mead's method finds it from a few starts.
 *
 * @param points of the unit cube.
 * @param values with mean 0 and variance about 1.
 */
export function fitProcess(
  points: readonly (readonly number[])[],
  values: readonly number[],
): GaussianProcess {
  const coordinates = points[0]?.length ?? 0;
  const optionsOf = (logarithms: readonly number[]): ProcessOptions => ({
    lengths: logarithms.slice(2).map((x) => within(BOUNDS.length, Math.exp(x))),
    variance: within(BOUNDS.variance, Math.exp(logarithms[0]!)),
    noise: within(BOUNDS.noise, Math.exp(logarithms[1]!)),
  });
  const processAt = (logarithms: readonly number[]) =>
    gaussianProcess(points, values, optionsOf(logarithms));
  const found = STARTS.map(([length, noise]) => {
    const lengths = new Array<number>(coordinates).fill(Math.log(length));
    const start = [0, Math.log(noise), ...lengths];
    const likelihood = (at: readonly number[]) => processAt(at).logLikelihood;
    return processAt(simplexMaximum(likelihood, start, EVALUATIONS * start.length));
  });
  return found.reduce((best, one) => (one.logLikelihood > best.logLikelihood ? one : best));
}

function within([least, most]: readonly [number, number], x: number): number {
  return Math.min(most, Math.max(least, x));
}
