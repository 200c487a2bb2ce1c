/** Residual networks for images of any size whose sides are multiples of 16, rectangles too. */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import { averagePool, flatten, sum, type Value } from "../../graph/index.ts";
import { conv, dense, type LayerContext, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import type { Architecture, ArchitectureSizes, SizeRule } from "./architecture.ts";
import { type ConditioningOptions, concatenateClass, outputLayer } from "./conditioning.ts";
import { IMAGE_SIDE_MULTIPLE, type ImageLevels, imageLevels, widthAt } from "./image-levels.ts";
import { downBlock, RESNET_SLOPE, upBlock } from "./resnet-blocks.ts";
import { fixupStyle, normalized, plain, type SteadyOptions, styleOf } from "./resnet-style.ts";

const notes = { slope: RESNET_SLOPE };
const imageConv = { kernel: 3, padding: 1, ...notes };

/** Options of {@link imageGenerator}. */
export type ImageGeneratorOptions = SteadyOptions & {
  /** Height and width of the images, multiples of 16. */
  readonly size: readonly [height: number, width: number];
  /** Channels of the feature maps of levels 0 to 2; they halve with each level after that. */
  readonly channels: number;
  /** Channels of the images. */
  readonly imageChannels: number;
  /** The normalization after the blocks. Default that of the blocks. */
  readonly lastNormalization?: Normalization | undefined;
  /** Whether levels are multiplied by what is four levels before them. Default false. */
  readonly skipExcitation?: boolean;
};

/**
 * z `[N, latent]` to images `[N, imageChannels, height, width]` in [-1, 1]: dense to the first feature map
 * ({@link imageLevels}), a residual block with nearest upsampling for each level, normalization, ReLU, 3x3
 * convolution, tanh. Blocks are those of `resnetGenerator`, Fixup as well.
 *
 * With `skipExcitation` each channel of a level's output, from level 4 on, is multiplied by a number in (0, 1)
 * that depends on the feature maps four levels before: these are averaged to the size of the first feature map,
 * then dense, leaky ReLU of slope 0.1, dense, sigmoid. Over the whole map a dense layer is the convolution of the
 * paper. The numbers are about 1/2 at first.
 *
 * Layers are named by their level: `dense`, `level1/conv1` …, `excite4/dense1` and, of the image's level,
 * `image4/conv`. Of a level they have the same shapes whatever the size of the images.
 *
 * @throws EvenkeelError `SHAPE` when a side is not a multiple of 16, or the channels do not halve so often.
 * @see Liu et al. 2021, "Towards Faster and Stabilized GAN Training for High-fidelity Few-shot Image
 *   Synthesis", eq. 1, for the skip-layer excitation.
 */
export function imageGenerator(options: ImageGeneratorOptions): Network {
  const { size, channels, imageChannels, lastNormalization, skipExcitation = false } = options;
  const levels = levelsOf("imageGenerator", size, channels);
  const style = styleOf(options);
  const last = lastNormalization ? normalized(lastNormalization) : style;
  const place = { style, branches: levels.last };
  return (context, z) => {
    const { g } = context;
    const [height, width] = levels.first;
    const features = height * width * channels;
    let x = dense(context, "dense", style.before(context, "dense", z), { features, ...notes });
    x = g.reshape(x, { shape: [z.shape[0] ?? 1, channels, height, width] });
    const maps = [x];
    for (let level = 1; level <= levels.last; level++) {
      const given = x;
      x = context.scope(`level${level}`, () =>
        upBlock(context, given, channels * widthAt(level), place),
      );
      const earlier = maps[level - EXCITED_LEVELS];
      if (skipExcitation && earlier !== undefined) {
        x = excite(context, `excite${level}`, x, averagePool(g, earlier, windows(level)));
      }
      maps.push(x);
    }
    return context.scope(`image${levels.last}`, () => {
      const activated = style.before(context, "conv", last.relu(context, "", x));
      const convOptions = { channels: imageChannels, bias: style.convBias, last: true };
      const image = conv(context, "conv", activated, { ...imageConv, ...convOptions });
      return g.tanh(style.before(context, "tanh", image));
    });
  };
}

/** How many levels lie between a feature map and the one that it excites: 4 x 4 excites 64 x 64. */
const EXCITED_LEVELS = 4;
const EXCITATION_SLOPE = 0.1;

/** What makes feature maps of the level that excites `level` as large as the first one. */
function windows(level: number) {
  const times = 2 ** (level - EXCITED_LEVELS);
  return { size: [times, times], stride: [times, times] } as const;
}

/** x `[N, C, H, W]` times a number in (0, 1) for each channel of each image, from feature maps. */
function excite(context: LayerContext, name: string, x: Value, maps: Value): Value {
  const { g } = context;
  const [n = 1, features = 1] = x.shape;
  const slope = EXCITATION_SLOPE;
  const factors = context.scope(name, () => {
    const hidden = dense(context, "dense1", flatten(g, maps), { features, slope });
    return g.sigmoid(dense(context, "dense2", g.leakyRelu(hidden, { slope }), { features, slope }));
  });
  return g.mul(x, g.reshape(factors, { shape: [n, features, 1, 1] }));
}

/** Options of {@link imageDiscriminator}. */
export type ImageDiscriminatorOptions = SteadyOptions &
  ConditioningOptions & {
    /** Height and width of the images, multiples of 16. */
    readonly size: readonly [height: number, width: number];
    /** Channels of the feature maps of levels 0 to 2; they halve with each level after that. */
    readonly channels: number;
  };

/**
 * Images `[N, C, height, width]` to raw outputs `[N, 1]`: a 3x3 convolution, a residual block that halves for
 * each level from the image's down, one that does not at level 0, ReLU, sum over all positions, dense. Blocks
 * are Miyato's of `resnetDiscriminator`; a normalization stands before each ReLU in them. Concatenation of
 * classes happens before the last block.
 *
 * Layers are named by the level that they are given: `image4/conv`, `level4/conv1` … `level0/conv2`, `dense`.
 * Of a level they have the same shapes whatever the size of the images.
 *
 * @throws EvenkeelError `SHAPE` when a side is not a multiple of 16, or the channels do not halve so often;
 *   `CONFIG`, when built, if it is conditional and has no classes.
 */
export function imageDiscriminator(options: ImageDiscriminatorOptions): Network {
  const { size, channels, condition = "none", classFeatures = 128 } = options;
  const levels = levelsOf("imageDiscriminator", size, channels);
  const style = styleOf(options);
  const unnormalized = options.fixup ? fixupStyle : plain;
  const place = { style, branches: levels.last + 1, variant: "miyato" } as const;
  return (context, images) => {
    let x = context.scope(`image${levels.last}`, () =>
      conv(context, "conv", unnormalized.before(context, "conv", images), {
        ...imageConv,
        channels: channels * widthAt(levels.last),
        bias: style.convBias,
      }),
    );
    for (let level = levels.last; level >= 0; level--) {
      const given =
        condition === "concatenation" && level === 0
          ? concatenateClass(context, x, { features: classFeatures, ...notes })
          : x;
      const block = { channels: channels * widthAt(level - 1), down: level > 0 };
      x = context.scope(`level${level}`, () => downBlock(context, given, block, place));
    }
    const pooled = sum(context.g, unnormalized.relu(context, "", x), [2, 3]);
    return outputLayer(context, unnormalized.before(context, "dense", pooled), {
      condition,
      ...notes,
    });
  };
}

/** The levels of images of a size that the networks can be built for. */
function levelsOf(
  where: string,
  [height, width]: readonly [number, number],
  channels: number,
): ImageLevels {
  const refuse = (name: string, wrong: string | undefined, got: number | string) => {
    if (wrong !== undefined)
      throw new EvenkeelError("SHAPE", `${where}: ${name} ${wrong}, got ${got}`);
  };
  refuse("size", brokenSize(height, width), `${height} x ${width}`);
  refuse("channels", brokenChannels(height, width, channels), channels);
  return imageLevels(height, width);
}

function brokenSize(height: number, width: number): string | undefined {
  const fits = (side: number) => side > 0 && side % IMAGE_SIDE_MULTIPLE === 0;
  return fits(height) && fits(width)
    ? undefined
    : `must be a multiple of ${IMAGE_SIDE_MULTIPLE} in height and width`;
}

function brokenChannels(height: number, width: number, channels: number): string | undefined {
  const narrowest = widthAt(imageLevels(height, width).last);
  return Number.isInteger(channels * narrowest)
    ? undefined
    : `must be a multiple of ${1 / narrowest}, by which the level of the image divides it`;
}

const channelRule = (key: "generatorChannels" | "discriminatorChannels"): SizeRule => ({
  sizes: [key, "size"],
  broken: (sizes: ArchitectureSizes) =>
    brokenSize(sizes.height, sizes.width) === undefined
      ? brokenChannels(sizes.height, sizes.width, sizes[key])
      : undefined,
});

const CHANNELS =
  "of feature maps up to 4 times the first one's height and width, halved with each doubling after that";
const imageOptions = z.strictObject({
  skipExcitation: z
    .boolean()
    .optional()
    .describe(
      "whether the generator multiplies the channels of its feature maps by numbers that depend on those 16 times as small (skip-layer excitation, Liu et al. 2021); from 64 pixels on; default no. Its effect has not been measured",
    ),
});

/** `resnet-images` in a config. */
export const resnetImagesArchitecture = {
  summary:
    "residual networks for images of any size whose height and width are multiples of 16, rectangles too",
  options: imageOptions,
  channels: { generator: CHANNELS, discriminator: CHANNELS },
  points: false,
  rectangles: true,
  fixup: true,
  rules: [
    { sizes: ["size"], broken: ({ height, width }) => brokenSize(height, width) },
    channelRule("generatorChannels"),
    channelRule("discriminatorChannels"),
  ],
  create({ imageShape, condition, generator, discriminator }, { skipExcitation = false }) {
    const [imageChannels, height, width] = imageShape;
    return {
      generator: imageGenerator({
        size: [height, width],
        channels: generator.channels,
        imageChannels,
        skipExcitation,
        ...(generator.fixup
          ? { fixup: true }
          : {
              normalization: generator.normalization,
              lastNormalization: generator.lastNormalization,
            }),
      }),
      discriminator: imageDiscriminator({
        size: [height, width],
        channels: discriminator.channels,
        ...(condition && { condition }),
        ...(discriminator.fixup ? { fixup: true } : { normalization: discriminator.normalization }),
      }),
    };
  },
} as const satisfies Architecture<typeof imageOptions>;
