/** A small residual network, whose features are averages over places. */
import { mean, type Value } from "../../graph/index.ts";
import { batchNorm, conv, type LayerContext } from "../../nn/index.ts";
import { type ClassifierBody, expectSides } from "./network.ts";

/** Slope of the leaky ReLU. */
const slope = 0.1;
/** Batch norm's running statistics keep this share: they are means over some hundred batches. */
const decay = 0.99;

/** Layers of one resolution. */
export interface ResidualStage {
  readonly channels: number;
  /** Residual blocks, each of two convolutions. */
  readonly blocks: number;
}

/**
 * Stages, each at half the resolution of the one before: a 3x3 convolution (from the second stage on followed by
 * an average over 2x2) and residual blocks of two 3x3 convolutions. Each convolution is followed by batch
 * normalization and leaky ReLU (0.1), also the second of a block, whose input is added after them. The features are
 * the means over all places of the last stage.
 *
 * @param stages the channels of the last one are the number of features.
 * @returns a body for images whose sides are multiples of 2^(stages − 1); it throws `SHAPE` for others.
 * @see He, Zhang, Ren & Sun 2016, "Deep residual learning for image recognition".
 */
export function residualBody(stages: readonly ResidualStage[]): ClassifierBody {
  return (context, images) => {
    const { g } = context;
    expectSides(images, 2 ** (stages.length - 1));
    const last = stages.reduce(
      (x, { channels, blocks }, i) =>
        context.scope(`stage${i + 1}`, () => {
          let y = layer(context, "enter", x, channels, i === 0 ? undefined : "down");
          for (let block = 1; block <= blocks; block++) {
            const half = layer(context, `block${block}/first`, y, channels);
            y = g.add(y, layer(context, `block${block}/second`, half, channels));
          }
          return y;
        }),
      images,
    );
    return mean(g, last, [2, 3]);
  };
}

/** A 3x3 convolution with batch normalization and leaky ReLU. */
function layer(
  context: LayerContext,
  name: string,
  x: Value,
  channels: number,
  resampling?: "down",
): Value {
  return context.scope(name, () => {
    // batch normalization has a shift of its own
    const y = conv(context, "conv", x, {
      ...{ channels, kernel: 3, padding: 1, bias: false, slope },
      resampling,
    });
    return context.g.leakyRelu(batchNorm(context, "norm", y, { decay }), { slope });
  });
}
