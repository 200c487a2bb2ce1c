/** The standard CNN of the SN-GAN paper, table 3. */
import { EvenkeelError } from "../../errors.ts";
import { flatten, type Value } from "../../graph/index.ts";
import { conv, deconv, dense, type LayerContext, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";

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
  readonly normalization: Normalization;
}

/**
 * z `[N, latent]` to images `[N, imageChannels, size, size]` in [-1, 1]: dense to
 * size/8 x size/8 x channels, three 4x4 transposed convolutions of stride 2 (channels/2, /4, /8), each
 * normalized and followed by ReLU as the dense layer is, then a 3x3 convolution and tanh. The dense
 * layer's outputs are normalized each by itself, before they become a feature map.
 *
 * @throws EvenkeelError `SHAPE` when `size` or `channels` is not a multiple of 8.
 * @see Miyato et al. 2018, table 3.
 */
export function cnnGenerator(options: CnnGeneratorOptions): Network {
  const { size, channels, imageChannels, normalization } = options;
  for (const [name, value] of Object.entries({ size, channels })) {
    if (Number.isInteger(value / 8) && value > 0) continue;
    throw new EvenkeelError("SHAPE", `cnnGenerator: ${name} must be a multiple of 8, got ${value}`);
  }
  const side = size / 8;
  return (context, z) => {
    const { g } = context;
    const activate = (i: number, x: Value) => g.relu(normalization(context, `norm${i}`, x));
    const up = (i: number, x: Value) =>
      deconv(context, `deconv${i}`, x, {
        channels: channels / 2 ** i,
        kernel: 4,
        stride: 2,
        padding: 1,
      });
    let x = activate(0, dense(context, "dense", z, { features: side * side * channels }));
    x = g.reshape(x, { shape: [z.shape[0] ?? 1, channels, side, side] });
    for (const i of [1, 2, 3]) x = activate(i, up(i, x));
    return g.tanh(conv(context, "conv", x, { channels: imageChannels, kernel: 3, padding: 1 }));
  };
}

/** Options of {@link cnnDiscriminator}. */
export interface CnnDiscriminatorOptions {
  /** Channels of the first convolution. The paper's 64. */
  readonly channels: number;
}

/**
 * Images `[N, C, H, W]` to raw outputs `[N, 1]`: seven convolutions, 3x3 of stride 1 and 4x4 of stride 2
 * in turn, of c, c, 2c, 2c, 4c, 4c and 8c channels, each followed by leaky ReLU of slope 0.1, then a
 * dense layer.
 *
 * @see Miyato et al. 2018, table 3 (the authors' code and some ports use c, 2c, 2c, 4c, 4c, 8c, 8c).
 */
export function cnnDiscriminator({ channels }: CnnDiscriminatorOptions): Network {
  return (context, x) => {
    for (const i of [1, 2, 3, 4, 5, 6, 7]) x = layer(context, i, x, channels);
    return dense(context, "dense", flatten(context.g, x), { features: 1 });
  };
}

function layer(context: LayerContext, i: number, x: Value, channels: number): Value {
  const down = i % 2 === 0;
  const y = conv(context, `conv${i}`, x, {
    channels: channels * 2 ** Math.floor((i - 1) / 2),
    kernel: down ? 4 : 3,
    stride: down ? 2 : 1,
    padding: 1,
  });
  return context.g.leakyRelu(y, { slope: SLOPE });
}
