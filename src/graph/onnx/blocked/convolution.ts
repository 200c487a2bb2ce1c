/** What the forms of convolutions on blocks share, and a scale and shift of each channel. */

import type { Shape } from "../../types.ts";
import { sizeOf } from "../../value.ts";
import type { Emitter, OnnxAttribute } from "../emitter.ts";
import { BLOCKED_DOMAIN, blockedShape, type LayoutNodes } from "./layout.ts";

/** What blocked convolutions need to emit nodes. */
export interface ConvContext {
  readonly emit: Emitter;
  readonly layout: LayoutNodes;
  /** Transposed weights in blocks, by the weight's name. */
  readonly transposed: Map<string, string>;
  /** How often it has been called before. */
  readonly count: () => number;
  /** What Winograd's algorithm has brought to its points, by what it was. */
  readonly atPoints: Map<string, string>;
}

/** A context in which nothing has been emitted. */
export function convContext(emit: Emitter, layout: LayoutNodes): ConvContext {
  let calls = 0;
  return { emit, layout, transposed: new Map(), count: () => calls++, atPoints: new Map() };
}

/** What is done to a convolution's result at once. */
export interface ConvEnd {
  readonly bias?: { readonly name: string; readonly channels: number } | undefined;
  readonly activation?:
    | { readonly type: string; readonly parameters: readonly number[] }
    | undefined;
}

/** The inputs of a Conv on blocks; those that are `undefined` are left out. */
export interface ConvInputs {
  readonly x: string;
  readonly kernels: string;
  readonly bias?: string | undefined;
  /** Blocks of the result's shape, added to it. */
  readonly added?: string | undefined;
}

/** The engine's Conv on blocks: all tensors have the shapes of the plain ones, their elements in blocks. */
export function convNode(
  emit: Emitter,
  { x, kernels, bias, added }: ConvInputs,
  attributes: Readonly<Record<string, OnnxAttribute>>,
  activation?: ConvEnd["activation"],
): string {
  return emit.node(
    "Conv",
    [
      x,
      kernels,
      ...(bias === undefined && added === undefined ? [] : [bias ?? ""]),
      ...(added === undefined ? [] : [added]),
    ],
    {
      ...attributes,
      ...(activation && {
        activation: activation.type,
        activation_params: { floats: activation.parameters },
      }),
    },
    BLOCKED_DOMAIN,
  );
}

/** A bias with zeros for the channels that fill the last block. */
export function filledBias(
  emit: Emitter,
  { name, channels: own }: NonNullable<ConvEnd["bias"]>,
  channels: number,
): string {
  return own === channels ? name : emit.node("Pad", [name, emit.int64([0, channels - own])]);
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
  x: { readonly name: string; readonly shape: Shape },
  { scale, shift, added, activation }: ChannelLine,
): string {
  const [n = 1, channels = 1, ...places] = x.shape;
  const images = [n, channels, sizeOf(places), 1];
  const kernels = [channels, 1, 1, 1];
  const y = convNode(
    emit,
    {
      x: layout.reshape(x.name, images),
      kernels:
        scale === undefined
          ? emit.node("Expand", [emit.float(1), emit.int64(kernels)])
          : layout.reshape(scale, kernels),
      bias: shift && layout.reshape(shift, [channels]),
      added: added && layout.reshape(added, images),
    },
    { kernel_shape: [1, 1], group: channels },
    activation,
  );
  return layout.reshape(y, blockedShape(x.shape, layout.size));
}
