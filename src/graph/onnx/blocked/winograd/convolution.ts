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

import { blockedScale, type ConvContext, type ConvEnd } from "../convolution.ts";
import type { ForwardForm, InputGradForm, WeightGradForm } from "../forms/form.ts";
import { BLOCKED_DOMAIN } from "../layout.ts";
import { placesShape } from "../places.ts";
import type { Weight } from "../weights.ts";
import { type Band, bandsOf } from "./bands.ts";
import { algorithmOf, algorithmOfBand, hasWinograd, isFaster } from "./choose.ts";
import {
  counts,
  dataAtPoints,
  fromDataPoints,
  fromKernelPoints,
  fromOutputPoints,
  kernelAtPoints,
  outputsAtPoints,
  placesToRows,
  slice,
  transpose,
  type Winograd,
} from "./points.ts";

/** The convolution at the points of both axes. */
export const winogradConvForm: ForwardForm = {
  name: "winograd",
  gives: "places",
  fits: hasWinograd,
  pays: isFaster,
  emit(context, { x, kernels }, problem, end) {
    const { batch, outputs, outputSize } = problem;
    const weight = { name: kernels.plain(), shape: [outputs, problem.inputs, ...problem.kernel] };
    const parts = inBands(algorithmOf(context, problem), x.places()).map(([form, rows]) =>
      winogradConv(form, rows, weight),
    );
    const y = parts.length === 1 ? parts[0]! : context.emit.node("Concat", parts, { axis: 0 });
    return ended(context, y, [batch, outputs, ...outputSize], end);
  },
};

/** The gradient to the input at the points of both axes. */
export const winogradInputGradForm: InputGradForm = {
  name: "winograd",
  fits: hasWinograd,
  // the bands of a gradient would overlap
  pays: (problem) => isFaster(problem) && bandsOf(problem).length === 1,
  emit(context, { dy, weight }, problem, end) {
    const form = algorithmOf(context, problem);
    const { batch, inputs, inputSize } = problem;
    const dx = winogradInputGrad(form, dy.places(), weight);
    return { layout: "places", name: ended(form, dx, [batch, inputs, ...inputSize], end) };
  },
};

/** The gradient to the weight at the points of both axes. */
export const winogradWeightGradForm: WeightGradForm = {
  name: "winograd",
  fits: (problem) => hasWinograd(problem) && problem.batch % problem.size === 0,
  pays: isFaster,
  emit(context, { x, dy }, problem) {
    const { emit } = context;
    const { batch, outputs, outputSize } = problem;
    const slopes = dy.places();
    const whole = algorithmOf(context, problem);
    const forms = inBands(whole, x.places());
    const sums = forms.map(([form, images, [from, to]]) => {
      const part =
        forms.length === 1
          ? slopes
          : slice(
              form,
              slopes,
              [outputSize[0] * outputSize[1], outputs * batch],
              [from * outputSize[1], to * outputSize[1]],
            );
      return weightGradAtPoints(form, images, part);
    });
    const all = sums.reduce((sum, part) => emit.node("Add", [sum, part]));
    return weightFromPoints(whole, all);
  },
};

/** The algorithm for each band, with the images that it reads and the rows that it gives. */
function inBands(
  whole: Winograd,
  x: string,
): (readonly [form: Winograd, images: string, rows: Band["output"]])[] {
  const { batch, inputs, inputSize } = whole.problem;
  const bands = bandsOf(whole.problem);
  if (bands.length === 1) return [[whole, x, bands[0]!.output]];
  const shape = [inputSize[0], inputSize[1] * batch * inputs];
  const images = placesToRows(whole, x);
  return bands.map(({ problem, input, output }) => [
    algorithmOfBand(whole, problem),
    slice(whole, images, shape, input),
    output,
  ]);
}

/** Adds the bias to images with their places outermost, and applies the activation. */
function ended(
  context: ConvContext,
  name: string,
  shape: readonly number[],
  { bias, activation }: ConvEnd,
): string {
  if (bias === undefined && activation === undefined) return name;
  const images = { name, shape: placesShape(shape) };
  return blockedScale(context, images, { shift: bias?.name, activation });
}

// The engine computes the operand whose node was added last first. Kernels are added first, so that they are
// made right before they are used, not all at the start of a step.

/** Convolves: the places of `x` to those of the result. */
function winogradConv(form: Winograd, x: string, weight: Weight): string {
  const { problem } = form;
  const { points, tiles, phases } = counts(form);
  const kernels = kernelAtPoints(form, weight, false);
  const inputs = points * phases * problem.inputs;
  const images = dataAtPoints(form, x);
  const products = atEachPoint(form, images, [tiles, inputs, problem.batch], kernels);
  return fromOutputPoints(form, products);
}

/** The gradient to the input: the places of `dy` to those of the input. */
function winogradInputGrad(form: Winograd, dy: string, weight: Weight): string {
  const { points, tiles } = counts(form);
  const { batch, outputs } = form.problem;
  const kernels = kernelAtPoints(form, weight, true);
  const slopes = outputsAtPoints(form, dy);
  const products = atEachPoint(form, slopes, [tiles, points * outputs, batch], kernels);
  return fromDataPoints(form, products);
}

/** (A dy)·(T x)ᵀ: the gradient at the points, in blocks `[points, O/b, P·C, b]`; N in whole blocks. */
function weightGradAtPoints(form: Winograd, x: string, dy: string): string {
  const { layout, problem } = form;
  const { points, tiles, phases } = counts(form);
  const { batch: n, inputs, outputs, size } = problem;
  // brought to points anew: those of the convolution would take memory until here
  const images = imagesInnermost(form, dataAtPoints({ ...form, atPoints: new Map() }, x));
  const slopes = outputsAtPoints(form, dy);
  const blocks = [tiles, points * (outputs / size), n / size, size * size];
  const filters = tiles === 1 ? slopes : transpose(form, slopes, blocks, [1, 0, 2, 3]);
  const products = atEachPoint(
    form,
    images,
    [1, points * tiles * n, phases * inputs],
    layout.reshape(filters, [points * outputs, tiles * n, 1, 1]),
  );
  return layout.reshape(products, [points, outputs * phases * inputs]);
}

/** Gᵀ: from the gradient at the points to `[O, C, kH, kW]`. */
function weightFromPoints(form: Winograd, products: string): string {
  const { emit, layout, axes, problem } = form;
  const { size, reshape } = layout;
  const { inputs: channels, outputs, kernel } = problem;
  const [rows, columns] = axes;
  const taps = fromKernelPoints(form, products, outputs * counts(form).phases * channels);
  // taps and phases together are the kernel's places
  const ordered = transpose(
    form,
    taps,
    [
      ...[rows.taps, columns.taps, outputs / size],
      ...[rows.phases, columns.phases, channels, size],
    ],
    [2, 5, 0, 3, 1, 4, 6],
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
  const [n, inputs] = [problem.batch, phases * problem.inputs];
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
  return transpose(form, blocks, [tiles, points, inputs * n], [1, 0, 2]);
}

/** A matrix product at each point: a convolution of one place in as many groups as there are points. */
function atEachPoint(
  form: Winograd,
  images: string,
  [tiles, channels, places]: readonly [number, number, number],
  kernels: string,
): string {
  const width = widthApart(form, places);
  return form.emit.node(
    "Conv",
    [form.layout.reshape(images, [tiles, channels, places / width, width]), kernels],
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

/** A power of two that divides the places: another one for each of the next convolutions. */
function widthApart({ apart }: Winograd, places: number): number {
  const powers = [1, 2, 4, 8, 16, 32].filter((width) => places % width === 0);
  return powers[apart % powers.length]!;
}
