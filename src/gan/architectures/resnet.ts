/** The residual networks of the SN-GAN paper, tables 4–6, and the BSN authors' variant. */
import { averagePool, sum, upsampleNearest, type Value } from "../../graph/index.ts";
import { conv, dense, type LayerContext, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";

/** The Xavier gain of the 3x3 convolutions inside blocks; all other layers have gain 1. */
const BLOCK_GAIN = Math.SQRT2;

/**
 * Whose discriminator blocks. Where they widen, Miyato's widen with the second convolution, the BSN
 * authors' with the first; a block that neither widens nor halves has an identity shortcut in Miyato's, a
 * 1x1 convolution in the BSN authors'.
 */
export type ResnetVariant = "miyato" | "bsn";

/** Options of {@link resnetGenerator}. */
export interface ResnetGeneratorOptions {
  /** Height and width of the first feature map; each block doubles them. */
  readonly side: number;
  /** Channels of the first feature map. */
  readonly channels: number;
  /** Channels that each block gives. */
  readonly blocks: readonly number[];
  /** Channels of the images. */
  readonly imageChannels: number;
  readonly normalization: Normalization;
}

/**
 * z `[N, latent]` to images `[N, imageChannels, side·2ᵇ, side·2ᵇ]` in [-1, 1] for b blocks: dense, blocks,
 * normalization, ReLU, 3x3 convolution, tanh. A block: normalize, ReLU, nearest upsampling, 3x3
 * convolution, normalize, ReLU, 3x3 convolution; shortcut: upsampling, 1x1 convolution.
 *
 * @see Miyato et al. 2018, tables 4–6 and figure 8.
 */
export function resnetGenerator(options: ResnetGeneratorOptions): Network {
  const { side, channels, blocks, imageChannels, normalization } = options;
  return (context, z) => {
    const { g } = context;
    let x = dense(context, "dense", z, { features: side * side * channels });
    x = g.reshape(x, { shape: [z.shape[0] ?? 1, channels, side, side] });
    for (const [i, width] of blocks.entries()) {
      x = context.scope(`block${i + 1}`, () => upBlock(context, x, width, normalization));
    }
    x = g.relu(normalization(context, "norm", x));
    return g.tanh(conv(context, "conv", x, { channels: imageChannels, kernel: 3, padding: 1 }));
  };
}

/** One block of a discriminator. */
export interface ResnetBlock {
  readonly channels: number;
  /** Whether it halves height and width. */
  readonly down: boolean;
}

/** Options of {@link resnetDiscriminator}. */
export interface ResnetDiscriminatorOptions {
  readonly blocks: readonly ResnetBlock[];
  readonly variant: ResnetVariant;
  /** Whether the last layer has a bias; Miyato's network for CIFAR-10 has none. Default true. */
  readonly bias?: boolean;
}

/**
 * Images `[N, C, H, W]` to raw outputs `[N, 1]`: blocks, ReLU, sum over all positions, dense. A block:
 * ReLU, 3x3 convolution, ReLU, 3x3 convolution and, where it halves, 2x2 average pooling; shortcut: 1x1
 * convolution, then the pooling. The first block has no leading ReLU, and its shortcut pools first.
 *
 * @see Miyato et al. 2018, tables 4–6 and figure 8.
 */
export function resnetDiscriminator(options: ResnetDiscriminatorOptions): Network {
  const { blocks, variant, bias = true } = options;
  return (context, images) => {
    const { g } = context;
    let x = images;
    for (const [i, block] of blocks.entries()) {
      x = context.scope(`block${i + 1}`, () =>
        i === 0 ? firstBlock(context, x, block) : downBlock(context, x, block, variant),
      );
    }
    const pooled = sum(g, g.relu(x), [2, 3]);
    return dense(context, "dense", pooled, { features: 1, bias });
  };
}

function upBlock(
  context: LayerContext,
  x: Value,
  channels: number,
  normalization: Normalization,
): Value {
  const { g } = context;
  const up = (value: Value) => upsampleNearest(g, value, 2);
  const a = blockConv(context, "conv1", up(g.relu(normalization(context, "norm1", x))), channels);
  const b = blockConv(context, "conv2", g.relu(normalization(context, "norm2", a)), channels);
  return g.add(b, shortcut(context, up(x), channels));
}

function firstBlock(context: LayerContext, x: Value, { channels, down }: ResnetBlock): Value {
  const { g } = context;
  const a = g.relu(blockConv(context, "conv1", x, channels));
  const b = halve(context, blockConv(context, "conv2", a, channels), down);
  return g.add(b, shortcut(context, halve(context, x, down), channels));
}

function downBlock(
  context: LayerContext,
  x: Value,
  { channels, down }: ResnetBlock,
  variant: ResnetVariant,
): Value {
  const { g } = context;
  const [, given = 0] = x.shape;
  const hidden = variant === "miyato" ? given : channels;
  const a = blockConv(context, "conv1", g.relu(x), hidden);
  const b = blockConv(context, "conv2", g.relu(a), channels);
  const same = variant === "miyato" && !down && given === channels;
  const side = same ? x : halve(context, shortcut(context, x, channels), down);
  return g.add(halve(context, b, down), side);
}

function blockConv(context: LayerContext, name: string, x: Value, channels: number): Value {
  return conv(context, name, x, { channels, kernel: 3, padding: 1, gain: BLOCK_GAIN });
}

function shortcut(context: LayerContext, x: Value, channels: number): Value {
  return conv(context, "shortcut", x, { channels, kernel: 1 });
}

function halve({ g }: LayerContext, x: Value, down: boolean): Value {
  return down ? averagePool(g, x, { size: [2, 2], stride: [2, 2] }) : x;
}
