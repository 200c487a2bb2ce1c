/** Small dense networks, for points in the plane and for small images. */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import { flatten } from "../../graph/index.ts";
import { dense, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import type { Architecture, NetworkOptions } from "./architecture.ts";
import { type ConditioningOptions, concatenateClass, outputLayer } from "./conditioning.ts";

/** Slope of the discriminator's leaky ReLU. */
const SLOPE = 0.1;

/** The hidden layers of a dense network. */
export interface MlpSize {
  /** Hidden layers, at least 1. */
  readonly layers: number;
  /** Features of each. */
  readonly width: number;
}

/** Options of {@link mlpGenerator}. */
export interface MlpGeneratorOptions extends MlpSize {
  /** `[C, H, W]`; `[2, 1, 1]` for points in the plane. */
  readonly imageShape: readonly [number, number, number];
  readonly normalization: Normalization;
  /** That of the last of several hidden layers. Default the same. */
  readonly lastNormalization?: Normalization | undefined;
  /** Whether outputs pass through tanh, as pixels in [-1, 1] do; points have no bound. */
  readonly bounded: boolean;
}

/**
 * z `[N, latent]` to images `[N, ...imageShape]`: hidden dense layers, each normalized and followed by
 * ReLU, a dense layer and, if bounded, tanh.
 *
 * @throws EvenkeelError `SHAPE` when there is no hidden layer.
 */
export function mlpGenerator(options: MlpGeneratorOptions): Network {
  const { layers, width, imageShape, normalization, bounded } = options;
  const last = (layers > 1 && options.lastNormalization) || normalization;
  requireLayers("mlpGenerator", layers);
  const notes = { slope: 0 };
  const [c, h, w] = imageShape;
  return (context, z) => {
    const { g } = context;
    let x = z;
    for (let i = 1; i <= layers; i++) {
      x = dense(context, `dense${i}`, x, { features: width, ...notes });
      const normalize = i === layers ? last : normalization;
      x = g.relu(normalize(context, `norm${i}`, x));
    }
    x = dense(context, "dense", x, { features: c * h * w, last: true, ...notes });
    x = g.reshape(x, { shape: [z.shape[0] ?? 1, c, h, w] });
    return bounded ? g.tanh(x) : x;
  };
}

/** Options of {@link mlpDiscriminator}. */
export interface MlpDiscriminatorOptions extends MlpSize, ConditioningOptions {
  /** Default none. */
  readonly normalization?: Normalization;
}

/**
 * Images `[N, C, H, W]` to raw outputs `[N, 1]`: flattened, hidden dense layers, each followed by leaky
 * ReLU of slope 0.1, and a dense layer. A normalization stands before the leaky ReLU of every hidden
 * layer but the first. Concatenation happens before the last hidden layer.
 *
 * @throws EvenkeelError `SHAPE` when there is no hidden layer; `CONFIG`, when built, if it is
 *   conditional and has no classes.
 */
export function mlpDiscriminator(options: MlpDiscriminatorOptions): Network {
  const { layers, width, normalization, condition = "none", classFeatures = 128 } = options;
  requireLayers("mlpDiscriminator", layers);
  const notes = { slope: SLOPE };
  return (context, images) => {
    const { g } = context;
    let x = flatten(g, images);
    for (let i = 1; i <= layers; i++) {
      if (condition === "concatenation" && i === layers) {
        x = concatenateClass(context, x, { features: classFeatures, ...notes });
      }
      x = dense(context, `dense${i}`, x, { features: width, ...notes });
      if (normalization && i > 1) x = normalization(context, `norm${i}`, x);
      x = g.leakyRelu(x, notes);
    }
    return outputLayer(context, x, { condition, ...notes });
  };
}

function requireLayers(where: string, layers: number): void {
  if (Number.isInteger(layers) && layers > 0) return;
  throw new EvenkeelError("SHAPE", `${where}: layers must be a positive integer, got ${layers}`);
}

const mlpOptions = z.strictObject({
  hiddenLayers: z.int().min(1).max(32).default(3).describe("hidden layers of either network"),
});

/** `mlp` in a config. */
export const mlpArchitecture = {
  summary: "dense layers, for points in the plane",
  options: mlpOptions,
  channels: {
    generator: "width of the hidden layers",
    discriminator: "width of the hidden layers",
  },
  points: true,
  rectangles: true,
  fixup: false,
  rules: [],
  unnormalized: ({ hiddenLayers }) =>
    hiddenLayers === 1
      ? "model.hiddenLayers is 1: in an mlp every hidden layer but the first is normalized"
      : undefined,
  create({ imageShape, condition, generator, discriminator }, { hiddenLayers: layers }) {
    const [, height, width] = imageShape;
    const sizeOf = ({ channels, normalization }: NetworkOptions) => ({
      layers,
      width: channels,
      normalization,
    });
    return {
      generator: mlpGenerator({
        ...sizeOf(generator),
        lastNormalization: generator.lastNormalization,
        imageShape,
        bounded: height * width > 1,
      }),
      discriminator: mlpDiscriminator({
        ...sizeOf(discriminator),
        ...(condition && { condition }),
      }),
    };
  },
} as const satisfies Architecture<typeof mlpOptions>;
