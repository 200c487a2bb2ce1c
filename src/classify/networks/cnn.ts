/** A plain convolutional network (`cnn`). */
import { z } from "zod";
import { mean, type Value } from "../../graph/index.ts";
import { conv, dense, type LayerContext, type Network } from "../../nn/index.ts";
import { type ClassifierNetwork, type ClassifierParts, RELU } from "./network.ts";
import { channelsOption } from "./options.ts";

const options = z.strictObject({
  channels: channelsOption,
  layers: z.int().min(1).max(64).default(2).describe("convolutions of each stage"),
});

/** Options of {@link plainNetwork}. */
export interface PlainOptions extends Pick<ClassifierParts, "classes" | "normalization"> {
  readonly channels: readonly number[];
  /** Convolutions of each stage. */
  readonly layers: number;
}

/**
 * Stages of 3x3 convolutions, the first one of each stage but the first with stride 2, each normalized and
 * followed by ReLU; the means over all places of the last stage, and a dense layer.
 *
 * Layers: `stage1/conv1`, `stage1/norm1`, …, `dense`.
 */
export function plainNetwork({ channels, layers, classes, normalization }: PlainOptions): Network {
  return (context, images) => {
    const { g } = context;
    let x = images;
    for (const [i, width] of channels.entries()) {
      x = context.scope(`stage${i + 1}`, () => stage(context, x, i > 0, width));
    }
    return dense(context, "dense", mean(g, x, [2, 3]), {
      ...{ features: classes, slope: RELU, last: true },
    });
  };

  function stage(context: LayerContext, given: Value, halves: boolean, width: number): Value {
    let x = given;
    for (let layer = 1; layer <= layers; layer++) {
      x = conv(context, `conv${layer}`, x, {
        ...{ channels: width, kernel: 3, padding: 1, slope: RELU },
        stride: halves && layer === 1 ? 2 : 1,
        bias: normalization === undefined,
      });
      if (normalization) x = normalization(context, `norm${layer}`, x);
      x = context.g.relu(x);
    }
    return x;
  }
}

/** `cnn` in settings. */
export const plainClassifier = {
  summary: "stages of 3x3 convolutions, then means over places and a dense layer",
  options,
  fixup: false,
  create: ({ classes, normalization }, given) => plainNetwork({ ...given, classes, normalization }),
} as const satisfies ClassifierNetwork<typeof options>;
