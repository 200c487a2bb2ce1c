/** The residual networks of the SN-GAN paper, tables 4–6, the BSN authors' variant, and both with Fixup. */
import { EvenkeelError } from "../../errors.ts";
import { sum } from "../../graph/index.ts";
import { conv, dense, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import { type ConditioningOptions, concatenateClass, outputLayer } from "./conditioning.ts";
import {
  downBlock,
  firstBlock,
  RESNET_SLOPE,
  type ResnetBlock,
  type ResnetVariant,
  upBlock,
} from "./resnet-blocks.ts";
import { fixupStyle, normalized, plain, type SteadyOptions, styleOf } from "./resnet-style.ts";

const notes = { slope: RESNET_SLOPE };

/** Options of {@link resnetGenerator}. */
export type ResnetGeneratorOptions = SteadyOptions & {
  /** Height and width of the first feature map; each block doubles them. */
  readonly side: number;
  /** Channels of the first feature map. */
  readonly channels: number;
  /** Channels that each block gives. */
  readonly blocks: readonly number[];
  /** Channels of the images. */
  readonly imageChannels: number;
  /** The normalization after the blocks. Default that of the blocks. */
  readonly lastNormalization?: Normalization | undefined;
};

/**
 * z `[N, latent]` to images `[N, imageChannels, side·2ᵇ, side·2ᵇ]` in [-1, 1] for b blocks: dense, blocks,
 * normalization, ReLU, 3x3 convolution, tanh. A block: normalize, ReLU, nearest upsampling, 3x3
 * convolution, normalize, ReLU, 3x3 convolution; shortcut: upsampling, 1x1 convolution.
 *
 * With `fixup`, for the initializer of that name: no normalization, convolutions without biases, one
 * scalar bias before each convolution, dense layer and activation (tanh as well), one scalar multiplier
 * for each branch, these at a tenth of the learning rate. Classes reach a generator through its
 * normalization, so with Fixup it does not get them.
 *
 * @see Miyato et al. 2018, tables 4–6 and figure 8; Zhang et al. 2019 for Fixup.
 */
export function resnetGenerator(options: ResnetGeneratorOptions): Network {
  const { side, channels, blocks, imageChannels, lastNormalization } = options;
  const style = styleOf(options);
  const last = lastNormalization ? normalized(lastNormalization) : style;
  const place = { style, branches: blocks.length };
  return (context, z) => {
    const { g } = context;
    const features = side * side * channels;
    let x = dense(context, "dense", style.before(context, "dense", z), { features, ...notes });
    x = g.reshape(x, { shape: [z.shape[0] ?? 1, channels, side, side] });
    for (const [i, width] of blocks.entries()) {
      x = context.scope(`block${i + 1}`, () => upBlock(context, x, width, place));
    }
    x = conv(context, "conv", style.before(context, "conv", last.relu(context, "", x)), {
      channels: imageChannels,
      kernel: 3,
      padding: 1,
      bias: style.convBias,
      last: true,
      ...notes,
    });
    return g.tanh(style.before(context, "tanh", x));
  };
}

/** Blocks before a class's vector is concatenated. */
const BLOCKS_BEFORE_CLASS = 3;

/** Options of {@link resnetDiscriminator}. */
export type ResnetDiscriminatorOptions = SteadyOptions &
  ConditioningOptions & {
    readonly blocks: readonly ResnetBlock[];
    readonly variant: ResnetVariant;
    /** Whether the last layer has a bias; Miyato's network for CIFAR-10 has none. Default true. */
    readonly bias?: boolean;
  };

/**
 * Images `[N, C, H, W]` to raw outputs `[N, 1]`: blocks, ReLU, sum over all positions, dense. A block:
 * ReLU, 3x3 convolution, ReLU, 3x3 convolution and, where it halves, 2x2 average pooling; shortcut: 1x1
 * convolution, then the pooling. The first block has no leading ReLU, and its shortcut pools first.
 *
 * A normalization stands before each ReLU inside blocks, but for the first block, as in the code of
 * Gulrajani et al. 2017, whose blocks these are. Concatenation happens after the third block; in Miyato's
 * variant the next block's first convolution keeps the class's channels. With `fixup`: see
 * {@link resnetGenerator}; shortcuts' convolutions have scalar biases of their own.
 *
 * @throws EvenkeelError `SHAPE` when there is no fourth block to concatenate classes for; `CONFIG`, when
 *   built, if it is conditional and has no classes.
 * @see Miyato et al. 2018, tables 4–6 and figure 8.
 */
export function resnetDiscriminator(options: ResnetDiscriminatorOptions): Network {
  const { blocks, variant, bias = true, condition = "none", classFeatures = 128 } = options;
  if (condition === "concatenation" && blocks.length <= BLOCKS_BEFORE_CLASS) {
    throw new EvenkeelError(
      "SHAPE",
      `resnetDiscriminator: concatenation needs more than ${BLOCKS_BEFORE_CLASS} blocks, got ${blocks.length}`,
    );
  }
  const style = styleOf(options);
  const unnormalized = options.fixup ? fixupStyle : plain;
  const branches = blocks.length;
  return (context, images) => {
    let x = images;
    for (const [i, block] of blocks.entries()) {
      if (condition === "concatenation" && i === BLOCKS_BEFORE_CLASS) {
        x = concatenateClass(context, x, { features: classFeatures, ...notes });
      }
      x = context.scope(`block${i + 1}`, () =>
        i === 0
          ? firstBlock(context, x, block, { style: unnormalized, branches })
          : downBlock(context, x, block, { style, branches, variant }),
      );
    }
    const pooled = sum(context.g, unnormalized.relu(context, "", x), [2, 3]);
    const features = unnormalized.before(context, "dense", pooled);
    return outputLayer(context, features, { condition, bias, ...notes });
  };
}
