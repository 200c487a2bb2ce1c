/** The standard CNN of the SN-GAN paper, table 3. */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import { flatten, type Value } from "../../graph/index.ts";
import { conv, deconv, dense, type LayerContext, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import type { Architecture } from "./architecture.ts";
import { type ConditioningOptions, concatenateClass, outputLayer } from "./conditioning.ts";

/** How the generator doubles the sides of its feature maps. */
const upsamplings = ["transposed", "nearest"] as const;
export type CnnUpsampling = (typeof upsamplings)[number];

/** Slope of the discriminator's leaky ReLU. */
const SLOPE = 0.1;

/** Options of {@link cnnGenerator}. */
export interface CnnGeneratorOptions {
  /** Height and width of the images: 8 times the first feature map's. 32 and 48 in the paper. */
  readonly size: number;
  /** Channels of the first feature map, a multiple of 8: they halve three times. The paper's 512. */
  readonly channels: number;
  /** Channels of the images. */
  readonly imageChannels: number;
  /** Default transposed. */
  readonly upsampling?: CnnUpsampling;
  readonly normalization: Normalization;
  /** That after the last transposed convolution. Default the same. */
  readonly lastNormalization?: Normalization | undefined;
}

/**
 * z `[N, latent]` to images `[N, imageChannels, size, size]` in [-1, 1]: dense to
 * size/8 x size/8 x channels, three 4x4 transposed convolutions of stride 2 (channels/2, /4, /8), each
 * normalized and followed by ReLU as the dense layer is, then a 3x3 convolution and tanh. The dense
 * layer's outputs are normalized each by itself, before they become a feature map.
 *
 * With `nearest`, which the paper has not, pixels are repeated before 3x3 convolutions instead: a
 * transposed convolution gives pixels at even and at odd places other weights, which shows as a checkerboard
 * (Odena et al. 2016).
 *
 * @throws EvenkeelError `SHAPE` when `size` or `channels` is not a multiple of 8.
 * @see Miyato et al. 2018, table 3.
 */
export function cnnGenerator(options: CnnGeneratorOptions): Network {
  const {
    size,
    channels,
    imageChannels,
    upsampling = "transposed",
    normalization,
    lastNormalization = normalization,
  } = options;
  for (const [name, value] of Object.entries({ size, channels })) {
    if (Number.isInteger(value / 8) && value > 0) continue;
    throw new EvenkeelError("SHAPE", `cnnGenerator: ${name} must be a multiple of 8, got ${value}`);
  }
  const side = size / 8;
  const notes = { slope: 0 };
  return (context, z) => {
    const { g } = context;
    const activate = (i: number, x: Value) => {
      const normalize = i === 3 ? lastNormalization : normalization;
      return g.relu(normalize(context, `norm${i}`, x));
    };
    const up = (i: number, x: Value) => {
      const shared = { channels: channels / 2 ** i, padding: 1, ...notes };
      return upsampling === "nearest"
        ? conv(context, `conv${i}`, x, { ...shared, kernel: 3, resampling: "up" })
        : deconv(context, `deconv${i}`, x, { ...shared, kernel: 4, stride: 2 });
    };
    const features = side * side * channels;
    let x = activate(0, dense(context, "dense", z, { features, ...notes }));
    x = g.reshape(x, { shape: [z.shape[0] ?? 1, channels, side, side] });
    for (const i of [1, 2, 3]) x = activate(i, up(i, x));
    const last = { channels: imageChannels, kernel: 3, padding: 1, last: true, ...notes };
    return g.tanh(conv(context, "conv", x, last));
  };
}

/**
 * Whose channels: the paper's table, whose convolutions of stride 1 widen, or SNDCGAN's, whose
 * convolutions of stride 2 do (the SN-GAN authors' own library, tf-SNDCGAN and compare_gan).
 */
export type CnnPlan = "paper" | "sndcgan";

/** Channels of the seven convolutions, times the first one's. */
const WIDTHS: Readonly<Record<CnnPlan, readonly number[]>> = {
  paper: [1, 1, 2, 2, 4, 4, 8],
  sndcgan: [1, 2, 2, 4, 4, 8, 8],
};

/** Options of {@link cnnDiscriminator}. */
export interface CnnDiscriminatorOptions extends ConditioningOptions {
  /** Channels of the first convolution. The paper's 64. */
  readonly channels: number;
  /** Channels of the seventh convolution. Default 8 times the first one's; figure 4 varies it. */
  readonly lastChannels?: number | undefined;
  /** Default paper. */
  readonly plan?: CnnPlan;
  /** Default none. */
  readonly normalization?: Normalization;
}

/**
 * Images `[N, C, H, W]` to raw outputs `[N, 1]`: seven convolutions, 3x3 of stride 1 and 4x4 of stride 2
 * in turn, of c, c, 2c, 2c, 4c, 4c and 8c channels (`sndcgan`: c, 2c, 2c, 4c, 4c, 8c, 8c), each followed
 * by leaky ReLU of slope 0.1, then a dense layer.
 *
 * A normalization stands before the leaky ReLU of every convolution but the first, as in the library of
 * the paper's authors (chainer-gan-lib); the paper does not say. Concatenation, which the paper has only in
 * residual networks, after their third block, happens after the third halving, before the
 * last convolution.
 *
 * @throws EvenkeelError `CONFIG`, when built, if it is conditional and has no classes.
 * @see Miyato et al. 2018, table 3.
 */
export function cnnDiscriminator(options: CnnDiscriminatorOptions): Network {
  const { channels, plan = "paper", condition = "none", classFeatures = 128 } = options;
  const { normalization, lastChannels } = options;
  const notes = { slope: SLOPE };
  const widths = WIDTHS[plan].map((width) => width * channels);
  if (lastChannels !== undefined) widths[6] = lastChannels;
  return (context, images) => {
    let x = images;
    for (const [i, width] of widths.entries()) {
      if (condition === "concatenation" && i === 6) {
        x = concatenateClass(context, x, { features: classFeatures, ...notes });
      }
      x = convolve(context, i + 1, x, width);
      if (normalization && i > 0) x = normalization(context, `norm${i + 1}`, x);
      x = context.g.leakyRelu(x, notes);
    }
    return outputLayer(context, flatten(context.g, x), { condition, ...notes });
  };
}

function convolve(context: LayerContext, i: number, x: Value, channels: number): Value {
  const down = i % 2 === 0;
  return conv(context, `conv${i}`, x, {
    channels,
    kernel: down ? 4 : 3,
    stride: down ? 2 : 1,
    padding: 1,
    slope: SLOPE,
  });
}

const cnnOptions = z.strictObject({
  discriminatorLastChannels: z
    .int()
    .min(1)
    .max(65536)
    .optional()
    .describe(
      "channels of the discriminator's seventh convolution; default 8 times discriminatorChannels (SN-GAN, figure 4: from half of that to 8 times that)",
    ),
  generatorUpsampling: z
    .enum(upsamplings)
    .default("transposed")
    .describe(
      "how the generator doubles the sides of its feature maps: by 4x4 transposed convolutions of stride 2 (the papers), or by repeating pixels before 3x3 convolutions, which leaves no checkerboard (Odena et al. 2016)",
    ),
});

const HALVED = "must be a multiple of 8, which the cnn halves three times";

/** The standard CNN with the discriminator's channels of a plan. */
const standardCnn = (plan: CnnPlan, summary: string) =>
  ({
    summary,
    options: cnnOptions,
    channels: {
      generator: "of the first feature map, halved three times (paper: 512)",
      discriminator: "of the first convolution, doubled three times (paper: 64)",
    },
    points: false,
    rectangles: false,
    fixup: false,
    rules: [
      { sizes: ["size"], broken: ({ height }) => (height % 8 === 0 ? undefined : HALVED) },
      {
        sizes: ["generatorChannels"],
        broken: ({ generatorChannels }) => (generatorChannels % 8 === 0 ? undefined : HALVED),
      },
    ],
    widened: ({ discriminatorLastChannels: last, ...others }, { discriminator: times }) => ({
      ...others,
      discriminatorLastChannels: last && Math.round(last * times),
    }),
    create: (
      { imageShape, condition, generator, discriminator },
      { discriminatorLastChannels, generatorUpsampling },
    ) => ({
      generator: cnnGenerator({
        ...generator,
        size: imageShape[1],
        imageChannels: imageShape[0],
        upsampling: generatorUpsampling,
      }),
      discriminator: cnnDiscriminator({
        ...discriminator,
        lastChannels: discriminatorLastChannels,
        plan,
        ...(condition && { condition }),
      }),
    }),
  }) as const satisfies Architecture<typeof cnnOptions>;

/** `cnn` in a config. */
export const cnnArchitecture = standardCnn(
  "paper",
  "the standard CNN (Miyato et al. 2018, table 3)",
);

/** `sndcgan` in a config. */
export const sndcganArchitecture = standardCnn(
  "sndcgan",
  "the standard CNN with the discriminator's channels as its authors' library and Kurach et al. have them",
);
