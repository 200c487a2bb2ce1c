/** Where Winograd's algorithm fits, and where it is faster than a direct convolution. */

import type { ConvContext } from "../convolution.ts";
import { type Problem, work } from "../forms/problem.ts";
import { bandsOf } from "./bands.ts";
import { axesOf } from "./matrices.ts";
import type { Winograd } from "./points.ts";

/**
 * Whether the algorithm applies to a convolution: whole blocks, outputs that tiles fill, enough points, and no
 * output that depends on padding alone, since a band might consist of such outputs.
 */
export function hasWinograd(problem: Problem): boolean {
  const { inputs, outputs, size, kernel, padding } = problem;
  const reaches = padding.every((zeros, i) => zeros < kernel[i % 2]!);
  return reaches && [inputs, outputs].every((n) => n % size === 0) && axesOf(problem) !== undefined;
}

/** Tensors of equal shape of so many convolutions are kept apart. */
const MOST_APART = 48;

/** The algorithm for a convolution that {@link hasWinograd has} it. */
export function algorithmOf(context: ConvContext, problem: Problem): Winograd {
  const apart = context.count() % MOST_APART;
  return { ...context, problem, axes: axesOf(problem)!, apart, byRows: false };
}

/** The algorithm for a band of a convolution. */
export function algorithmOfBand(whole: Winograd, problem: Problem): Winograd {
  return { ...whole, problem, axes: axesOf(problem)!, byRows: true };
}

/**
 * Nanoseconds on two threads of a Zen 4, measured for the layers of the papers' CNN: of a floating-point
 * operation in a direct convolution and in the products at the points; of a number brought to or from the
 * points of images, of results and of kernels; and of the calls for all of that.
 */
const COST = {
  direct: 1 / 200,
  product: 1 / 185,
  data: 1,
  outputs: 0.4,
  kernel: 0.45,
  calls: 30_000,
};

/** How much faster it has to be by {@link COST}: a change of layout at either end costs a little more. */
const MARGIN = 1.15;

/**
 * Work from which on a convolution in bands is faster, in 10⁹ operations: the CNN's layers of 16 x 16 places (4 to 5)
 * made an iteration 8 % slower and 100 MiB larger; those of the residual network at 32 x 32 (39) make it a tenth
 * faster, the smallest at 16 x 16 (10) only larger.
 */
const LEAST_IN_BANDS = 12;

/** Whether the algorithm is faster, by {@link COST}, than a direct convolution; only if {@link hasWinograd}. */
export function isFaster(problem: Problem): boolean {
  if (bandsOf(problem).length > 1 && work(problem) < LEAST_IN_BANDS) return false;
  const [rows, columns] = axesOf(problem)!;
  const { batch, outputs } = problem;
  const points = rows.filtering.points * columns.filtering.points;
  const images = batch * rows.tiles * columns.tiles;
  const inputs = problem.inputs * rows.phases * columns.phases;
  const cost =
    COST.product * 2 * images * points * inputs * outputs +
    COST.data * images * points * inputs +
    COST.outputs * images * points * outputs +
    COST.kernel * points * inputs * outputs +
    COST.calls;
  return COST.direct * 1e9 * work(problem) > MARGIN * cost;
}
