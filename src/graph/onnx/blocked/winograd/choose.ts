/** Where Winograd's algorithm is used. */

import type { Winograd, WinogradContext } from "./points.ts";
import { type Axis, axesOf, type Convolution } from "./problem.ts";

/** The algorithm for a convolution; `undefined` where there is none or a direct one is faster. */
export function winogradOf(context: WinogradContext, problem: Convolution): Winograd | undefined {
  const { size } = context.layout;
  if (problem.channels % size !== 0 || problem.outputs % size !== 0) return undefined;
  const axes = axesOf(problem);
  return axes !== undefined && pays(problem, axes) ? { ...context, problem, axes } : undefined;
}

/**
 * Nanoseconds on two threads of a Zen 4, measured for the layers of the papers' CNN: of a floating-point
 * operation in a direct convolution and in the products at the points, of a number brought to or from the
 * points of images, of results and of kernels, and of what else there is to a convolution.
 */
const COST = {
  direct: 1 / 200,
  product: 1 / 185,
  data: 1,
  outputs: 0.4,
  kernel: 0.45,
  call: 30_000,
};

/** How much faster it has to be by {@link COST}: a change of layout at either end costs a little more. */
const MARGIN = 1.15;

function pays(problem: Convolution, [rows, columns]: readonly [Axis, Axis]): boolean {
  const { batch, channels, outputs, kernel, outputSize } = problem;
  const points = rows.filtering.points * columns.filtering.points;
  const tiles = rows.tiles * columns.tiles;
  const inputs = channels * rows.phases * columns.phases;
  const direct =
    2 * batch * channels * outputs * kernel[0] * kernel[1] * outputSize[0] * outputSize[1];
  const cost =
    COST.product * 2 * batch * tiles * points * inputs * outputs +
    COST.data * batch * tiles * points * inputs +
    COST.outputs * batch * tiles * points * outputs +
    COST.kernel * points * inputs * outputs +
    COST.call;
  return COST.direct * direct > MARGIN * cost;
}
