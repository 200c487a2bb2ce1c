/** The convolution and its gradient to the input on blocks. */

import type { ConvGeometry } from "../../signatures.ts";
import type { Shape } from "../../types.ts";
import { sizeOf } from "../../value.ts";
import type { Emitter } from "../emitter.ts";
import { BLOCKED_DOMAIN, blockedShape, type LayoutNodes } from "./layout.ts";
import { blockWeight, transposeWeight, type Weight } from "./weights.ts";

/** An image batch as a convolution reads it: blocked, or plain where its channels do not fill a block. */
export interface ConvInput {
  readonly name: string;
  /** `[N, C, H, W]` */
  readonly shape: Shape;
}

/** What blocked convolutions need to emit nodes. */
export interface ConvContext {
  readonly emit: Emitter;
  readonly layout: LayoutNodes;
  /** Transposed weights in blocks, by the weight's name. */
  readonly transposed: Map<string, string>;
}

/** What is done to a convolution's result at once. */
export interface ConvEnd {
  readonly bias?: { readonly name: string; readonly channels: number } | undefined;
  readonly activation?:
    | { readonly type: string; readonly parameters: readonly number[] }
    | undefined;
}

/** Whether a blocked convolution takes images of so many channels: whole blocks, or fewer than one. */
export function fitsBlocks(channels: number, size: number): boolean {
  return channels % size === 0 || channels < size;
}

function convolve(
  { emit, layout }: ConvContext,
  x: ConvInput,
  weight: string,
  [outputs, ...kernel]: readonly [outputs: number, height: number, width: number],
  { stride, padding }: ConvGeometry,
  out: readonly [height: number, width: number],
  { bias, activation }: ConvEnd,
): string {
  const { size } = layout;
  const [n = 1, channels = 1, height = 1, width = 1] = x.shape;
  const images =
    channels % size === 0 ? layout.reshape(x.name, [n, channels, height, width]) : x.name;
  const filled = Math.ceil(outputs / size) * size;
  const kernels = layout.reshape(weight, [filled, channels, ...kernel]);
  const biases = bias && fill(emit, bias, filled);
  const y = emit.node(
    "Conv",
    [images, kernels, ...(biases ? [biases] : [])],
    {
      kernel_shape: kernel,
      strides: stride,
      pads: padding,
      dilations: [1, 1],
      group: 1,
      ...activationAttributes(activation),
    },
    BLOCKED_DOMAIN,
  );
  return layout.reshape(y, blockedShape([n, filled, ...out], size));
}

function activationAttributes(activation: ConvEnd["activation"]) {
  return (
    activation && {
      activation: activation.type,
      activation_params: { floats: activation.parameters },
    }
  );
}

/** A bias with zeros for the channels that fill the last block. */
function fill(emit: Emitter, bias: NonNullable<ConvEnd["bias"]>, channels: number): string {
  const { name, channels: own } = bias;
  return own === channels ? name : emit.node("Pad", [name, emit.int64([0, channels - own])]);
}

/** The blocks of the convolution of `x` with `weight`, `out` high and wide. */
export function blockedConv(
  context: ConvContext,
  x: ConvInput,
  weight: Weight,
  geometry: ConvGeometry,
  out: readonly [number, number],
  end: ConvEnd,
): string {
  const [o = 1, , kh = 1, kw = 1] = weight.shape;
  const blocks = blockWeight(context.emit, context.layout, weight);
  return convolve(context, x, blocks, [o, kh, kw], geometry, out, end);
}

/** What {@link blockedScale} does to each channel of its images. */
export interface ChannelLine {
  /** `[C]`, or of more axes of 1; 1 by default. */
  readonly scale?: string | undefined;
  /** `[C]`; 0 by default. */
  readonly shift?: string | undefined;
  /** Blocks of the images' shape, added too. */
  readonly added?: string | undefined;
  readonly activation?: ConvEnd["activation"];
}

/**
 * Each channel times a number, plus a number, plus other images: a convolution of each channel by itself,
 * several times as fast as broadcasting a block.
 */
export function blockedScale(
  { emit, layout }: ConvContext,
  x: ConvInput,
  { scale, shift, added, activation }: ChannelLine,
): string {
  const [n = 1, channels = 1, ...places] = x.shape;
  const images = [n, channels, sizeOf(places), 1];
  const kernels = [channels, 1, 1, 1];
  const y = emit.node(
    "Conv",
    [
      layout.reshape(x.name, images),
      scale === undefined
        ? emit.node("Expand", [emit.float(1), emit.int64(kernels)])
        : layout.reshape(scale, kernels),
      shift === undefined ? "" : layout.reshape(shift, [channels]),
      ...(added === undefined ? [] : [layout.reshape(added, images)]),
    ],
    { kernel_shape: [1, 1], group: channels, ...activationAttributes(activation) },
    BLOCKED_DOMAIN,
  );
  return layout.reshape(y, blockedShape(x.shape, layout.size));
}

/** One phase along an axis: the rows q, q + stride, … of the gradient. */
interface Phase {
  /** Places in the kernel, in the order of a convolution. */
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * Each phase of the gradient along one axis as a convolution of stride 1 over dy, or `undefined` if some
 * phase is none: row i = q + s·j takes dy[j + c − t] with the kernel's place k₀ + s·t, where
 * k₀ = (q + padding) mod s and c = (q + padding − k₀)/s.
 */
function phases(
  input: number,
  output: number,
  kernel: number,
  stride: number,
  padding: number,
): Phase[] | undefined {
  if (input % stride !== 0) return undefined;
  const found = Array.from({ length: stride }, (_, q): Phase => {
    const first = (q + padding) % stride;
    const shift = (q + padding - first) / stride;
    const count = Math.max(0, Math.ceil((kernel - first) / stride));
    const taps = Array.from({ length: count }, (_, t) => first + stride * (count - 1 - t));
    const length = input / stride;
    return { taps, before: count - 1 - shift, after: length - output + shift, length };
  });
  const sound = found.every(
    ({ taps, before, after }) => taps.length > 0 && before >= 0 && after >= 0,
  );
  return sound ? found : undefined;
}

/** Whether {@link blockedInputGrad} can be had. */
export function hasBlockedInputGrad(
  inputSize: readonly [number, number],
  dy: Shape,
  weight: Shape,
  geometry: ConvGeometry,
): boolean {
  return phasesOf(inputSize, dy, weight, geometry) !== undefined;
}

function phasesOf(
  [height, width]: readonly [number, number],
  [, , oh = 1, ow = 1]: Shape,
  [, , kh = 1, kw = 1]: Shape,
  { stride, padding }: ConvGeometry,
): readonly [Phase[], Phase[]] | undefined {
  const rows = phases(height, oh, kh, stride[0], padding[0]);
  const columns = phases(width, ow, kw, stride[1], padding[1]);
  return rows && columns && [rows, columns];
}

/**
 * The blocks of the gradient to the input: for each phase of the stride one convolution of stride 1 over
 * dy with the weight's inputs and outputs exchanged, the phases' rows and columns then interleaved.
 */
export function blockedInputGrad(
  context: ConvContext,
  dy: ConvInput,
  weight: Weight,
  geometry: ConvGeometry,
  inputSize: readonly [number, number],
  end: ConvEnd,
): string {
  const { emit, layout, transposed } = context;
  const { size } = layout;
  const all = transposed.get(weight.name) ?? transposeWeight(emit, layout, weight);
  transposed.set(weight.name, all);
  const [rows, columns] = phasesOf(inputSize, dy.shape, weight.shape, geometry)!;
  const [, inputs = 1, , kw = 1] = weight.shape;
  const [n = 1] = dy.shape;
  const blocks = Math.ceil(inputs / size);
  const [h, w] = [rows[0]!.length, columns[0]!.length];
  const join = (parts: readonly string[], shape: readonly number[], axis: number) => {
    if (parts.length === 1) return parts[0]!;
    const split = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
    return emit.node(
      "Concat",
      parts.map((part) => layout.reshape(part, split)),
      { axis },
    );
  };
  const bands = rows.map((row) => {
    const parts = columns.map((column) => {
      const taps = row.taps.flatMap((p) => column.taps.map((q) => p * kw + q));
      return convolve(
        context,
        dy,
        emit.node("Gather", [all, emit.int64(taps)], { axis: 2 }),
        [inputs, row.taps.length, column.taps.length],
        {
          stride: [1, 1],
          padding: [row.before, column.before, row.after, column.after],
        },
        [h, w],
        end,
      );
    });
    return join(parts, [n, blocks, h, w, size], 4);
  });
  const joined = join(bands, [n, blocks, h, inputSize[1], size], 3);
  return layout.reshape(joined, [n, blocks, ...inputSize, size]);
}
