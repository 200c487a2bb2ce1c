/** The residual blocks of the SN-GAN paper, figure 8. */
import type { Value } from "../../graph/index.ts";
import { conv, type LayerContext, type Resampling } from "../../nn/index.ts";
import type { ResnetStyle } from "./resnet-style.ts";

/** The Xavier gain of the 3x3 convolutions inside blocks; all other layers have gain 1. */
const BLOCK_GAIN = Math.SQRT2;

/** ReLU's, everywhere in a residual network. */
export const RESNET_SLOPE = 0;

/**
 * Whose discriminator blocks. Where they widen, Miyato's widen with the second convolution, the BSN
 * authors' with the first; a block that neither widens nor halves has an identity shortcut in Miyato's, a
 * 1x1 convolution in the BSN authors'.
 */
export type ResnetVariant = "miyato" | "bsn";

/** One block of a discriminator. */
export interface ResnetBlock {
  readonly channels: number;
  /** Whether it halves height and width. */
  readonly down: boolean;
}

/** The network that a block is part of. */
export interface BlockPlace {
  readonly style: ResnetStyle;
  /** Blocks of the network. */
  readonly branches: number;
}

/** Normalize, ReLU, nearest upsampling, convolve, normalize, ReLU, convolve; shortcut: upsampling, 1x1. */
export function upBlock(
  context: LayerContext,
  x: Value,
  channels: number,
  place: BlockPlace,
): Value {
  const { g } = context;
  const { style } = place;
  const a = blockConv(context, 1, style.relu(context, 1, x), channels, place, "up");
  const b = blockConv(context, 2, style.relu(context, 2, a), channels, place);
  return g.add(style.branch(context, b), shortcut(context, x, channels, place, "up"));
}

/** Convolve, ReLU, convolve, halve; shortcut: halve, 1x1. */
export function firstBlock(
  context: LayerContext,
  x: Value,
  { channels, down }: ResnetBlock,
  place: BlockPlace,
): Value {
  const { style } = place;
  const a = style.relu(context, 2, blockConv(context, 1, x, channels, place));
  const b = blockConv(context, 2, a, channels, place, halving(down));
  const side = shortcut(context, x, channels, place, halving(down));
  return context.g.add(style.branch(context, b), side);
}

/** Normalize, ReLU, convolve, normalize, ReLU, convolve, halve; shortcut: 1x1, halve, or x itself. */
export function downBlock(
  context: LayerContext,
  x: Value,
  { channels, down }: ResnetBlock,
  place: BlockPlace & { readonly variant: ResnetVariant },
): Value {
  const { style, variant } = place;
  const [, given = 0] = x.shape;
  const hidden = variant === "miyato" ? given : channels;
  const a = blockConv(context, 1, style.relu(context, 1, x), hidden, place);
  const b = blockConv(context, 2, style.relu(context, 2, a), channels, place, halving(down));
  const same = variant === "miyato" && !down && given === channels;
  const side = same ? x : shortcut(context, x, channels, place, halving(down));
  return context.g.add(style.branch(context, b), side);
}

function halving(down: boolean): Resampling | undefined {
  return down ? "down" : undefined;
}

function blockConv(
  context: LayerContext,
  i: 1 | 2,
  x: Value,
  channels: number,
  { style, branches }: BlockPlace,
  resampling?: Resampling,
): Value {
  const name = `conv${i}`;
  return conv(context, name, style.before(context, name, x), {
    channels,
    kernel: 3,
    padding: 1,
    resampling,
    bias: style.convBias,
    gain: BLOCK_GAIN,
    slope: RESNET_SLOPE,
    branch: { branches, layers: 2, last: i === 2 },
  });
}

/** A 1x1 convolution; whether it comes before its change of resolution or after it makes no difference. */
function shortcut(
  context: LayerContext,
  x: Value,
  channels: number,
  { style }: BlockPlace,
  resampling?: Resampling,
): Value {
  return conv(context, "shortcut", style.before(context, "shortcut", x), {
    channels,
    kernel: 1,
    resampling,
    bias: style.convBias,
    slope: RESNET_SLOPE,
  });
}
