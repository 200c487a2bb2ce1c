/** A small convolutional network that learns several things about an image at once. */
import { EvenkeelError } from "../../errors.ts";
import { flatten, type Value } from "../../graph/index.ts";
import { batchNorm, conv, dense, type LayerContext } from "../../nn/index.ts";

/** What a classifier learns to predict for each image. */
export interface ClassifierTargets {
  /** One of several classes each, by name: at least one; the first gives the classifier's logits. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
  /** Names of numbers, each about −1 … 1. Default none. */
  readonly numbers?: readonly string[];
}

/** A classifier before there are weights. */
export interface ClassifierDefinition {
  readonly targets: ClassifierTargets;
  /** C, H, W of the images; H and W multiples of 8. */
  readonly imageShape: readonly [channels: number, height: number, width: number];
  /** Channels of the first convolution. Default 24. */
  readonly channels?: number;
  /** Length of the features. Default 64. */
  readonly features?: number;
}

/** What a pass through a classifier gives. */
export interface ClassifierOutputs {
  /** The penultimate layer after its activation, `[N, features]`. */
  readonly features: Value;
  /** Raw outputs for each of the targets' `classes`, `[N, classes]`. */
  readonly logits: readonly Value[];
  /** The targets' `numbers`, `[N, numbers]`; absent where there are none. */
  readonly numbers: Value | undefined;
}

/** Slope of the leaky ReLU. */
const slope = 0.1;

/**
 * Images `[N, C, H, W]` in [-1, 1] to features and outputs: three 4x4 convolutions of stride 2
 * (c, 2c, 2c channels), a dense layer (the features), and a dense layer for each target.
 * All but the last are followed by batch normalization and leaky ReLU (0.1). The features see places
 * and not averages over them, so they can tell where things are.
 *
 * @throws EvenkeelError `SHAPE` for images whose sides are no multiples of 8.
 */
export function classify(
  context: LayerContext,
  definition: ClassifierDefinition,
  images: Value,
): ClassifierOutputs {
  const { targets, channels = 24, features: length = 64 } = definition;
  const { g } = context;
  const [, , height = 0, width = 0] = images.shape;
  if (height % 8 !== 0 || width % 8 !== 0) {
    throw new EvenkeelError(
      "SHAPE",
      `classifier: images must have sides that are multiples of 8, got ${height} x ${width}`,
    );
  }
  // batch normalization has a shift of its own
  const notes = { bias: false, slope };
  const activate = (name: string, x: Value) => g.leakyRelu(batchNorm(context, name, x), { slope });
  let x = images;
  for (const [i, factor] of [1, 2, 2].entries()) {
    const half = { channels: factor * channels, kernel: 4, stride: 2, padding: 1, ...notes };
    x = activate(`norm${i + 1}`, conv(context, `conv${i + 1}`, x, half));
  }
  const hidden = dense(context, "dense", flatten(g, x), { features: length, ...notes });
  const features = activate("norm", hidden);
  const output = (name: string, size: number) =>
    dense(context, `output/${name}`, features, { features: size, last: true });
  const { classes, numbers = [] } = targets;
  return {
    features,
    logits: Object.entries(classes).map(([name, { length: count }]) => output(name, count)),
    numbers: numbers.length > 0 ? output("numbers", numbers.length) : undefined,
  };
}
