/** What is told of a loss around some weights: how gradients spread, and how it curves. */
import { type Builder, dot, gradient, type Value } from "../../graph/index.ts";

/** How the gradients of single examples to a weight differ. */
export interface GradientSpread {
  /** ‖ḡ‖ of their mean. */
  readonly mean: number;
  /** ‖s‖ of their standard deviations. */
  readonly deviation: number;
  /** The mean of their variances. */
  readonly variance: number;
}

/** Gathers gradients one by one (Welford 1962). */
export function spreadOfGradients(): {
  add(gradient: ArrayLike<number>): void;
  /** Variances have the divisor n − 1; 0 of a single gradient. */
  spread(): GradientSpread;
} {
  let count = 0;
  let means = new Float64Array();
  let squares = new Float64Array();
  return {
    add(gradient) {
      if (count === 0) {
        means = new Float64Array(gradient.length);
        squares = new Float64Array(gradient.length);
      }
      count++;
      for (let i = 0; i < means.length; i++) {
        const before = (gradient[i] as number) - (means[i] as number);
        means[i] = (means[i] as number) + before / count;
        squares[i] =
          (squares[i] as number) + before * ((gradient[i] as number) - (means[i] as number));
      }
    },
    spread() {
      const total = squares.reduce((sum, x) => sum + x, 0) / Math.max(1, count - 1);
      return {
        mean: Math.sqrt(means.reduce((sum, x) => sum + x * x, 0)),
        deviation: Math.sqrt(total),
        variance: total / means.length,
      };
    },
  };
}

/**
 * vᵀHv of a scalar's Hessian H in some parameters.
 *
 * @param direction v, a value for each parameter.
 */
export function curvatureAlong(
  g: Builder,
  scalar: Value,
  parameters: readonly Value[],
  direction: readonly Value[],
): Value {
  const along = (values: readonly Value[]) =>
    values
      .map((value, i) => dot(g, value, direction[i] as Value))
      .reduce((sum, part) => g.add(sum, part));
  const slope = along(gradient(g, scalar, parameters));
  return along(gradient(g, slope, parameters));
}
