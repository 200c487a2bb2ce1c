/** The residual networks of Kurach et al. 2019 (`resnet19`). */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import { mean, type Value } from "../../graph/index.ts";
import { conv, dense, type LayerContext, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import type { Architecture, NetworksOptions } from "./architecture.ts";
import { concatenateClass, outputLayer } from "./conditioning.ts";

const SLOPE = 0;
const notes = { slope: SLOPE };
/** Height and width of the generator's first feature map. */
const SIDE = 4;
/** Widths of the generator's first feature map and of its blocks, times the first one's. */
const GENERATOR = [1, 1, 1 / 2, 1 / 2, 1 / 4, 1 / 8] as const;
/** Widths of the discriminator's blocks, times the first one's. */
const DISCRIMINATOR = [1, 2, 4, 4, 8, 8] as const;
/** Sizes of images: the generator doubles its first map five times at most, the discriminator halves six times. */
const SIZES = [64, 128];
/** The discriminator's block before which a class's vector is concatenated, counted from 0. */
const CLASS_AT = 3;
const CLASS_FEATURES = 128;

/** Doubles height and width: pixel (i, j) goes to (2i, 2j), all others are 0 (Dosovitskiy et al. 2015). */
const UNPOOL = { low: [0, 0, 0, 0], high: [0, 0, 1, 1], interior: [0, 0, 1, 1] } as const;

interface Block {
  readonly channels: number;
  readonly normalization: Normalization;
  /** How its first convolution or its second one changes the resolution; both the shortcut. */
  readonly scale: "up" | "down" | "none";
  /** Whether it gets the image, without normalization and ReLU before the first convolution. */
  readonly ofImage?: boolean;
}

function convolve(context: LayerContext, name: string, x: Value, channels: number, down = false) {
  const resampling = down ? "down" : undefined;
  return conv(context, name, x, { channels, kernel: 3, padding: 1, resampling, ...notes });
}

/**
 * Normalize, ReLU, convolve, normalize, ReLU, convolve; shortcut: a 3x3 convolution.
 *
 * In the authors' code the block of the image begins with normalization and ReLU too, which images in [0, 1] without a
 * normalization pass unchanged; here images lie in [-1, 1].
 */
function block(
  context: LayerContext,
  x: Value,
  { channels, normalization, scale, ofImage = false }: Block,
): Value {
  const { g } = context;
  const widen = (map: Value) => (scale === "up" ? g.pad(map, UNPOOL) : map);
  const shortcut = convolve(context, "shortcut", widen(x), channels, scale === "down");
  const first = ofImage ? x : g.relu(normalization(context, "norm1", x));
  const a = convolve(context, "conv1", widen(first), channels);
  const second = g.relu(normalization(context, "norm2", a));
  return g.add(convolve(context, "conv2", second, channels, scale === "down"), shortcut);
}

/** z `[N, latent]` to images `[N, …imageShape]`: dense, five blocks, normalization, ReLU, convolution, tanh. */
function generator({ imageShape, generator: options }: NetworksOptions): Network {
  const [imageChannels, size] = imageShape;
  const { channels, normalization, lastNormalization = normalization } = options;
  const doublings = Math.log2(size / SIDE);
  const [first, ...blocks] = GENERATOR.map((width) => width * channels) as [number, ...number[]];
  return (context, z) => {
    const { g } = context;
    const features = SIDE * SIDE * first;
    const start = dense(context, "dense", z, { features, ...notes });
    let x = g.reshape(start, { shape: [z.shape[0] ?? 1, first, SIDE, SIDE] });
    for (const [i, width] of blocks.entries()) {
      const scale = i < doublings ? "up" : "none";
      x = context.scope(`block${i + 1}`, () =>
        block(context, x, { channels: width, normalization, scale }),
      );
    }
    const last = { channels: imageChannels, kernel: 3, padding: 1, last: true, ...notes };
    return g.tanh(conv(context, "conv", g.relu(lastNormalization(context, "norm", x)), last));
  };
}

/** Images to `[N, 1]`: six blocks that halve, ReLU, mean over the positions, dense. */
function discriminator({ discriminator: options, condition = "none" }: NetworksOptions): Network {
  const { channels, normalization } = options;
  return (context, images) => {
    let x = images;
    for (const [i, width] of DISCRIMINATOR.entries()) {
      if (condition === "concatenation" && i === CLASS_AT) {
        x = concatenateClass(context, x, { features: CLASS_FEATURES, ...notes });
      }
      const one = { channels: width * channels, normalization, scale: "down", ofImage: i === 0 };
      x = context.scope(`block${i + 1}`, () => block(context, x, one as Block));
    }
    const pooled = mean(context.g, context.g.relu(x), [2, 3]);
    return outputLayer(context, pooled, { condition, ...notes });
  };
}

const noOptions = z.strictObject({});

/** `resnet19` in a config. */
export const resnet19Architecture = {
  summary:
    "the residual networks for 64 and 128 pixels of Kurach et al. 2019, with 3x3 shortcuts, zeros between the pixels of what is doubled, and a mean at the end",
  options: noOptions,
  channels: {
    generator: "of the first feature map (paper: 512)",
    discriminator: "of the first block (paper: 64)",
  },
  points: false,
  rectangles: false,
  fixup: false,
  rules: [
    {
      sizes: ["size"],
      broken: ({ height }) =>
        SIZES.includes(height) ? undefined : `must be one of ${SIZES.join(", ")}`,
    },
    {
      sizes: ["generatorChannels"],
      broken: ({ generatorChannels }) =>
        generatorChannels % 8 === 0
          ? undefined
          : "must be a multiple of 8, by which its last block divides it",
    },
  ],
  create(networks) {
    const [, size] = networks.imageShape;
    if (!SIZES.includes(size)) {
      throw new EvenkeelError(
        "SHAPE",
        `resnet19: images must have ${SIZES.join(" or ")} pixels a side, got ${size}`,
      );
    }
    return { generator: generator(networks), discriminator: discriminator(networks) };
  },
} as const satisfies Architecture<typeof noOptions>;
