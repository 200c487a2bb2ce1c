/** The gradient to the weight as a convolution on blocks of images instead of channels. */
import { sizeOf } from "../../../value.ts";
import { type ConvContext, convNode } from "../convolution.ts";
import { BLOCKED_DOMAIN, blockedShape, type LayoutNodes } from "../layout.ts";
import type { WeightGradForm } from "./form.ts";
import type { Problem } from "./problem.ts";

/**
 * The most terms that are added one after another, all pixels of as many images as a block has: the
 * rounding grows with their number, within 4e-6 of the largest element at 32 x 32 pixels, 6.6e-6 at 48 x 48.
 */
const MOST_TERMS = 2 ** 14;

/**
 * One Conv over x as one image, in which the images act as the channels, and width and channels are one
 * axis; dy is the kernel, dilated by the stride.
 */
export const batchInnermost: WeightGradForm = {
  name: "batch-innermost",
  fits: ({ batch, inputs, outputs, outputSize, size }) =>
    [batch, inputs, outputs].every((n) => n % size === 0) &&
    sizeOf(outputSize) * size <= MOST_TERMS,
  // ms against the flat form, batch 64 on two threads: 64-64 of 16 rows 18, 24; 64-128 24, 34; 128-128 of 8
  // 15, 25; 128-256 14, 15; 256-256 of 4 15, 20; 256-512 14, 18; no convolution of the CNN was slower
  pays: () => true,
  emit(context, { x, dy }, problem) {
    const { outputs, inputs, kernel } = problem;
    const image = imagesInnermost(context, x.blocked(), problem);
    const y = gradientBlocks(
      context,
      image,
      slopesInnermost(context, dy.blocked(), problem),
      problem,
    );
    return plainWeight(context.layout, y, [outputs, inputs, ...kernel]);
  },
};

/** The rows or columns that a kernel reaches, from the first that it does. */
function reached(out: number, kernel: number, stride: number): number {
  return (out - 1) * stride + kernel;
}

/**
 * x from blocks of channels to `[1, N/b, H, W·C, b]`, the rows and columns that the kernel reaches only.
 * The zeros of the padding are part of it: inside the Conv they would cost more.
 */
export function imagesInnermost(
  { emit, layout }: ConvContext,
  x: string,
  { batch, inputs, inputSize, outputSize, kernel, stride, padding }: Problem,
): string {
  const [height, width] = [0, 1].map((i) => reached(outputSize[i]!, kernel[i]!, stride[i]!)) as [
    number,
    number,
  ];
  const [h, w] = inputSize;
  const [top, left] = padding;
  const more = [0, top, left, 0, 0, height - h - top, width - w - left, 0];
  const rows = layout.toChannelsLast(x, [batch, inputs, h, w]);
  const image = more.every((n) => n === 0) ? rows : emit.node("Pad", [rows, emit.int64(more)]);
  const flat = layout.reshape(image, [1, batch, height * width * inputs, 1]);
  const blocks = emit.node("ReorderInput", [flat], {}, BLOCKED_DOMAIN);
  return layout.reshape(blocks, [1, batch, height, width * inputs]);
}

/** dy from blocks of channels to a kernel `[O/b, N/b, H', W', b (images), b (channels)]`. */
export function slopesInnermost(
  { emit, layout: { size, reshape } }: ConvContext,
  dy: string,
  { batch, outputs, outputSize: [h, w] }: Problem,
): string {
  const [images, channels] = [batch / size, outputs / size];
  const split = reshape(dy, [images, size, channels * h * w, size]);
  const inner = emit.node("Transpose", [split], { perm: [0, 2, 1, 3] });
  if (images === 1) return reshape(inner, [outputs, batch, h, w]);
  const whole = reshape(inner, [images, channels, h * w * size * size]);
  return reshape(emit.node("Transpose", [whole], { perm: [1, 0, 2] }), [outputs, batch, h, w]);
}

/** The gradient as `[O/b, kH, kW·C, b]` from what the functions above give. */
export function gradientBlocks(
  { emit }: ConvContext,
  x: string,
  dy: string,
  { inputs, outputSize, stride: [down, across] }: Problem,
): string {
  return convNode(
    emit,
    { x, kernels: dy },
    {
      kernel_shape: outputSize,
      strides: [1, 1],
      pads: [0, 0, 0, 0],
      dilations: [down, across * inputs],
      group: 1,
    },
  );
}

/** `[O/b, kH, kW, C, b]` to `[O, C, kH, kW]`. */
export function plainWeight(
  layout: LayoutNodes,
  blocks: string,
  [o = 1, c = 1, kh = 1, kw = 1]: readonly number[],
): string {
  const rest = [1, o, kh * kw * c];
  const plain = layout.fromBlocks(layout.reshape(blocks, blockedShape(rest, layout.size)), rest);
  return layout.channelsFirst(layout.reshape(plain, [o, kh, kw, c]), [o, kh, kw, c]);
}
