/** The gradient to the weight where x or dy has few channels: each image a group of its own. */

import { sizeOf } from "../../../value.ts";
import { type ConvContext, convNode } from "../convolution.ts";
import { BLOCKED_DOMAIN } from "../layout.ts";
import { plainWeight } from "./batch-innermost.ts";
import type { WeightGradForm } from "./form.ts";
import type { Problem } from "./problem.ts";

/**
 * For each image the product of x at each place of the kernel with dy, by one Conv in which an image is a
 * group and its pixels are the channels: dy in blocks is already the kernel. Then the sum over images.
 */
export const imageGroups: WeightGradForm = {
  name: "image groups",
  fits: ({ outputs, outputSize, size }) => outputs % size === 0 && sizeOf(outputSize) % size === 0,
  // with 64 channels it takes 2 to 8 times as long as with the batch innermost
  pays: ({ inputs, size }) => inputs < size,
  emit(context, { x, dy }, problem) {
    const { inputs, outputs, inputSize, outputSize, kernel, stride, padding } = problem;
    const [top, left] = padding;
    const reach = [0, 1].map((i) => (outputSize[i]! - 1) * stride[i]! + kernel[i]!) as [
      number,
      number,
    ];
    const patches = patchesOf(context, x.plain(), {
      padding: [top, left, reach[0] - inputSize[0] - top, reach[1] - inputSize[1] - left],
      starts: placesOf(kernel),
      size: outputSize,
      stride,
    });
    const y = productOverPixels(context, patches, dy.blocked(), {
      batch: problem.batch,
      rows: sizeOf(kernel) * inputs,
      columns: outputs,
      pixels: sizeOf(outputSize),
    });
    return plainWeight(context.layout, y, [outputs, inputs, ...kernel]);
  },
};

/** As {@link imageGroups}, with x as the kernel over dy at each place: stride 1. */
export const exchangedImageGroups: WeightGradForm = {
  name: "image groups, exchanged",
  fits: ({ inputs, inputSize, stride, size }) =>
    stride.every((s) => s === 1) && inputs % size === 0 && sizeOf(inputSize) % size === 0,
  pays: ({ outputs, size }) => outputs < size,
  emit(context, { x, dy }, problem) {
    const { emit, layout } = context;
    const { batch, inputs, outputs, inputSize, kernel, padding } = problem;
    const [kh, kw] = kernel;
    const [top, left, bottom, right] = padding;
    const patches = patchesOf(context, dy.plain(), {
      padding: [kh - 1 - top, kw - 1 - left, kh - 1 - bottom, kw - 1 - right],
      starts: placesOf(kernel).map(([i, j]) => [kh - 1 - i, kw - 1 - j] as const),
      size: inputSize,
      stride: [1, 1],
    });
    const rows = sizeOf(kernel) * outputs;
    const pixels = sizeOf(inputSize);
    const y = productOverPixels(context, patches, x.blocked(), {
      batch,
      rows,
      columns: inputs,
      pixels,
    });
    const plain = layout.fromBlocks(y, [1, inputs, rows]);
    return emit.node("Transpose", [layout.reshape(plain, [inputs, kh, kw, outputs])], {
      perm: [3, 0, 1, 2],
    });
  },
};

function placesOf([height, width]: readonly [number, number]) {
  return Array.from(
    { length: height * width },
    (_, i) => [Math.floor(i / width), i % width] as const,
  );
}

/**
 * Windows of images `[N, C, H, W]`, beside each other as channels, those of a window together.
 *
 * @param at zeros (or, if negative, rows and columns less) around the images, and where windows of `size`
 *   pixels begin that are `stride` apart.
 */
function patchesOf(
  { emit }: ConvContext,
  images: string,
  {
    padding: [top, left, bottom, right],
    starts,
    size,
    stride,
  }: Pick<Problem, "padding" | "stride"> & {
    readonly starts: readonly (readonly [number, number])[];
    readonly size: readonly [number, number];
  },
): string {
  const padded = [top, left, bottom, right].every((n) => n === 0)
    ? images
    : emit.node("Pad", [images, emit.int64([0, 0, top, left, 0, 0, bottom, right])]);
  const windows = starts.map(([i, j]) =>
    emit.node("Slice", [
      padded,
      emit.int64([i, j]),
      emit.int64([i + (size[0] - 1) * stride[0] + 1, j + (size[1] - 1) * stride[1] + 1]),
      emit.int64([2, 3]),
      emit.int64(stride),
    ]),
  );
  return windows.length === 1 ? windows[0]! : emit.node("Concat", windows, { axis: 1 });
}

/** Σ over images and pixels of `a` `[N, rows, pixels]` times `b`, blocks of `[N, columns, pixels]`: `[columns/b, rows, b]`. */
function productOverPixels(
  { emit, layout: { reshape } }: ConvContext,
  a: string,
  b: string,
  {
    batch,
    rows,
    columns,
    pixels,
  }: Readonly<Record<"batch" | "rows" | "columns" | "pixels", number>>,
): string {
  const blocks = emit.node(
    "ReorderInput",
    [reshape(a, [batch, rows, 1, pixels])],
    { channels_last: 1 },
    BLOCKED_DOMAIN,
  );
  const y = convNode(
    emit,
    {
      x: reshape(blocks, [1, batch * pixels, rows, 1]),
      kernels: reshape(b, [batch * columns, pixels, 1, 1]),
    },
    { kernel_shape: [1, 1], group: batch },
  );
  const images = reshape(y, [batch, columns * rows]);
  return emit.node("ReduceSum", [images, emit.int64([0])], { keepdims: 0 });
}
