/** A few convolutions that halve the image, whose features see places. */
import { flatten, type Value } from "../../graph/index.ts";
import { batchNorm, conv, dense } from "../../nn/index.ts";
import { type ClassifierBody, expectSides } from "./network.ts";

/** Slope of the leaky ReLU. */
const slope = 0.1;

/**
 * Three 4x4 convolutions of stride 2 (c, 2c, 2c channels) and a dense layer, each followed by batch
 * normalization and leaky ReLU (0.1). The features see places and not averages over them, so they can tell
 * where things are.
 *
 * @param options `channels` c of the first convolution; `features`, how many there are.
 * @returns a body for images whose sides are multiples of 8; it throws `SHAPE` for others.
 */
export function stridedBody({
  channels,
  features,
}: {
  readonly channels: number;
  readonly features: number;
}): ClassifierBody {
  return (context, images) => {
    const { g } = context;
    expectSides(images, 8);
    // batch normalization has a shift of its own
    const notes = { bias: false, slope };
    const activate = (name: string, x: Value) =>
      g.leakyRelu(batchNorm(context, name, x), { slope });
    let x = images;
    for (const [i, factor] of [1, 2, 2].entries()) {
      const half = { channels: factor * channels, kernel: 4, stride: 2, padding: 1, ...notes };
      x = activate(`norm${i + 1}`, conv(context, `conv${i + 1}`, x, half));
    }
    return activate("norm", dense(context, "dense", flatten(g, x), { features, ...notes }));
  };
}
