/** Passes through the two networks of a GAN. */
import { type Builder, sliceAxis, type Value } from "../graph/index.ts";
import { applyNetwork, type Condition, type Pass } from "../nn/index.ts";
import { readBuffers, type StateReader, type Values } from "./effective.ts";
import type { GanModel } from "./model.ts";

/** Images `[N, C, H, W]` with their classes, where the networks know of any. */
export interface Images {
  readonly images: Value;
  readonly condition: Condition | undefined;
}

/** Images of the generator in training mode, from z `[N, latent]`. */
export function generate(
  reader: StateReader,
  model: GanModel,
  parameters: Values,
  z: Value,
  condition: Condition | undefined,
): Pass {
  const values = { ...parameters, ...readBuffers(reader, model, "generator") };
  return applyNetwork(reader.g, model.definition.generator.network, values, z, {
    training: true,
    scope: "generator",
    condition,
  });
}

/** The discriminator with this step's effective parameters, in training mode. */
export interface Discriminator {
  /**
   * Raw outputs `[N, 1]` with the parameters for generated images. Batch statistics, where it has any, are
   * those of these images.
   */
  discriminate(images: Images): Value;
  /**
   * Raw outputs on the images of a discriminator step, and the running statistics after it. Real and
   * generated images pass as one batch; a discriminator with batch statistics, or with other parameters for
   * either, sees the real ones first, then the generated ones, each batch with its own, as in the SN-GAN
   * authors' code.
   */
  judge(real: Images, fake: Images): { onReal: Value; onFake: Value; updates: Values };
}

/**
 * The discriminator over parameters.
 *
 * @param onReal those for the real images of a discriminator step; default the same.
 */
export function discriminator(
  reader: StateReader,
  model: GanModel,
  parameters: Values,
  onReal: Values = parameters,
): Discriminator {
  const { g } = reader;
  const { network } = model.definition.discriminator;
  const buffers = readBuffers(reader, model, "discriminator");
  const pass = ({ images, condition }: Images, values: Values) =>
    applyNetwork(g, network, values, images, {
      training: true,
      scope: "discriminator",
      condition,
    });
  return {
    discriminate: (images) => pass(images, { ...parameters, ...buffers }).output,
    judge(real, fake) {
      if (Object.keys(buffers).length === 0 && onReal === parameters) {
        const [n = 0] = real.images.shape;
        const { output } = pass(joined(g, real, fake), parameters);
        const part = (from: number) => sliceAxis(g, output, 0, from, from + n);
        return { onReal: part(0), onFake: part(n), updates: {} };
      }
      const first = pass(real, { ...onReal, ...buffers });
      const second = pass(fake, { ...parameters, ...buffers, ...first.updates });
      return { onReal: first.output, onFake: second.output, updates: second.updates };
    },
  };
}

function joined(g: Builder, a: Images, b: Images): Images {
  return {
    images: g.concat([a.images, b.images], { axis: 0 }),
    condition: a.condition &&
      b.condition && {
        ...a.condition,
        labels: g.concat([a.condition.labels, b.condition.labels], { axis: 0 }),
      },
  };
}

/**
 * uint8 pixels 0 … 255 to float32 in [-1, 1]: x/127.5 − 1, or with `noise` in [0, 1) of their shape
 * (x + noise)/128 − 1. Numbers stay as they are.
 */
export function scalePixels(g: Builder, images: Value, noise?: Value): Value {
  if (images.dtype === "float32") return images;
  const pixels = g.cast(images, { dtype: "float32" });
  if (noise === undefined) return g.sub(g.mul(pixels, 2 / 255), 1);
  return g.sub(g.mul(g.add(pixels, noise), 1 / 128), 1);
}
