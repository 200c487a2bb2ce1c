/**
 * The convolution, its gradient to the input and its gradient to the weight by Winograd's algorithm along
 * both axes, over images with their places outermost. With T (data), G (kernel) and A (outputs):
 *
 *   y = Aᵀ[(G w) · (T x)]     dx = Tᵀ[(G w)ᵀ · (A dy)]     dw = Gᵀ[(A dy) · (T x)ᵀ]
 *
 * where at each point · is a matrix product over channels, or for dw over images and tiles. A 3 x 3 kernel
 * and tiles of 4 x 4 outputs take a quarter of the multiplications; a 4 x 4 kernel of stride 2 takes 1/2.56.
 *
 * @see Lavin & Gray 2016, section 4.
 */

import { BLOCKED_DOMAIN } from "../layout.ts";
import type { Weight } from "../weights.ts";
import {
  counts,
  dataAtPoints,
  fromDataPoints,
  fromKernelPoints,
  fromOutputPoints,
  kernelAtPoints,
  outputsAtPoints,
  type Winograd,
} from "./points.ts";

// The engine computes the operand whose node was added last first. Kernels are added first, so that they are
// made right before they are used, not all at the start of a step.

/** Convolves: the places of `x` to those of the result. */
export function winogradConv(form: Winograd, x: string, weight: Weight): string {
  const { problem } = form;
  const { points, tiles, phases } = counts(form);
  const kernels = kernelAtPoints(form, weight, false);
  const images = form.layout.reshape(dataAtPoints(form, x), [
    tiles,
    points * phases * problem.channels,
    problem.batch,
    1,
  ]);
  const products = atEachPoint(form, images, kernels);
  return fromOutputPoints(form, products);
}

/** The gradient to the input: the places of `dy` to those of the input. */
export function winogradInputGrad(form: Winograd, dy: string, weight: Weight): string {
  const { problem, layout } = form;
  const { points, tiles } = counts(form);
  const { batch, outputs } = problem;
  const kernels = kernelAtPoints(form, weight, true);
  const slopes = layout.reshape(outputsAtPoints(form, dy), [tiles, points * outputs, batch, 1]);
  const products = atEachPoint(form, slopes, kernels);
  return fromDataPoints(form, products);
}

/** The gradient to the weight, `[O, C, kH, kW]`, from the places of `x` and `dy`; N in whole blocks. */
export function winogradWeightGrad(form: Winograd, x: string, dy: string): string {
  const { emit, layout, axes, problem } = form;
  const { size, reshape } = layout;
  const { points, tiles, phases } = counts(form);
  const { batch: n, channels, outputs, kernel } = problem;
  const inputs = phases * channels;
  const images = imagesInnermost(form, dataAtPoints(form, x));
  const slopes = reshape(outputsAtPoints(form, dy), [
    tiles,
    points * (outputs / size),
    n / size,
    size * size,
  ]);
  const filters = tiles === 1 ? slopes : emit.node("Transpose", [slopes], { perm: [1, 0, 2, 3] });
  const products = atEachPoint(
    form,
    reshape(images, [1, points * tiles * n, inputs, 1]),
    reshape(filters, [points * outputs, tiles * n, 1, 1]),
  );
  const [rows, columns] = axes;
  const taps = fromKernelPoints(form, reshape(products, [points, outputs * inputs]));
  // taps and phases together are the kernel's places
  const ordered = emit.node(
    "Transpose",
    [
      reshape(taps, [
        rows.taps,
        columns.taps,
        outputs / size,
        rows.phases,
        columns.phases,
        channels,
        size,
      ]),
    ],
    { perm: [2, 5, 0, 3, 1, 4, 6] },
  );
  const [height, width] = [rows.taps * rows.phases, columns.taps * columns.phases];
  const rest = channels * height * width;
  const plain = reshape(layout.fromBlocks(ordered, [1, outputs, rest]), [
    outputs,
    channels,
    height,
    width,
  ]);
  return height === kernel[0] && width === kernel[1]
    ? plain
    : emit.node("Slice", [plain, emit.int64([0, 0]), emit.int64([...kernel]), emit.int64([2, 3])]);
}

/** From `[tiles·points, P·C/b, N, b]` to `[points, tiles·N/b, P·C, b]`: the images take the place of the channels. */
function imagesInnermost(form: Winograd, data: string): string {
  const { emit, layout, problem } = form;
  const { points, tiles, phases } = counts(form);
  const [n, inputs] = [problem.batch, phases * problem.channels];
  const rows = layout.fromBlocks(layout.reshape(data, [tiles * points, inputs, n, 1]), [
    tiles * points,
    inputs,
    n,
  ]);
  const blocks = emit.node(
    "ReorderInput",
    [layout.reshape(rows, [tiles * points, inputs, 1, n])],
    { channels_last: 1 },
    BLOCKED_DOMAIN,
  );
  if (tiles === 1) return blocks;
  const apart = layout.reshape(blocks, [tiles, points, inputs * n]);
  return emit.node("Transpose", [apart], { perm: [1, 0, 2] });
}

/** A matrix product at each point: a convolution of one place in as many groups as there are points. */
function atEachPoint(form: Winograd, images: string, kernels: string): string {
  return form.emit.node(
    "Conv",
    [images, kernels],
    {
      kernel_shape: [1, 1],
      strides: [1, 1],
      pads: [0, 0, 0, 0],
      dilations: [1, 1],
      group: counts(form).points,
    },
    BLOCKED_DOMAIN,
  );
}
