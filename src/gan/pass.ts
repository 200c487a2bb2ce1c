/** Passes through the two networks of a GAN. */
import { type Builder, sliceAxis, type Value } from "../graph/index.ts";
import { applyNetwork, type Condition, type Pass } from "../nn/index.ts";
import { CLASS_LOGITS } from "./architectures/conditioning.ts";
import { readBuffers, type StateReader, type Values } from "./effective.ts";
import type { GanModel, JUDGED } from "./model.ts";

/** Images `[N, C, H, W]` with their classes, where the networks know of any. */
export interface Images {
  readonly images: Value;
  readonly condition: Condition | undefined;
}

/**
 * Images of the generator in training mode, from z `[N, latent]`.
 *
 * @param buffers its buffers; default those of the state.
 */
export function generate(
  reader: StateReader,
  model: GanModel,
  parameters: Values,
  z: Value,
  condition: Condition | undefined,
  buffers: Values = readBuffers(reader, model, "generator"),
): Pass {
  const values = { ...parameters, ...buffers };
  return applyNetwork(reader.g, model.definition.generator.network, values, z, {
    training: true,
    scope: "generator",
    condition,
  });
}

/** What a discriminator says of images. */
export interface Assessed {
  /** Raw outputs `[N, 1]`. */
  readonly output: Value;
  /** Of an auxiliary classifier, `[N, classes]`. */
  readonly logits: Value | undefined;
}

/** The discriminator with this step's effective parameters, in training mode. */
export interface Discriminator {
  /**
   * Raw outputs `[N, 1]` with the parameters for generated images. Batch statistics, where it has any, are
   * those of these images, with those of past generated ones if the normalization uses past iterations.
   */
  discriminate(images: Images): Value;
  /** The same, with what an auxiliary classifier says. */
  assess(images: Images): Assessed;
  /**
   * What it says of the images of a discriminator step, and the running statistics after it. Real and
   * generated images pass as one batch; a discriminator with batch statistics, or with other parameters for
   * either, sees the real ones first, then the generated ones, each batch with its own, as in the SN-GAN
   * authors' code. An iteration of a normalization across iterations is a discriminator step; real and
   * generated images each have their own past.
   */
  judge(real: Images, fake: Images): { onReal: Assessed; onFake: Assessed; updates: Values };
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
  const pass = (
    { images, condition }: Images,
    values: Values,
    source: (typeof JUDGED)[number] = "generated",
  ) =>
    applyNetwork(g, network, values, images, {
      training: true,
      scope: "discriminator",
      condition,
      source,
    });
  const assess = (images: Images) => assessed(pass(images, { ...parameters, ...buffers }));
  return {
    discriminate: (images) => assess(images).output,
    assess,
    judge(real, fake) {
      if (Object.keys(buffers).length === 0 && onReal === parameters) {
        const [n = 0] = real.images.shape;
        const { output, logits } = assessed(pass(joined(g, real, fake), parameters));
        const part = (from: number): Assessed => ({
          output: sliceAxis(g, output, 0, from, from + n),
          logits: logits && sliceAxis(g, logits, 0, from, from + n),
        });
        return { onReal: part(0), onFake: part(n), updates: {} };
      }
      const first = pass(real, { ...onReal, ...buffers }, "real");
      const second = pass(fake, { ...parameters, ...buffers, ...first.updates });
      const updates = { ...first.updates, ...second.updates };
      return { onReal: assessed(first), onFake: assessed(second), updates };
    },
  };
}

function assessed({ output, also }: Pass): Assessed {
  return { output, logits: also[CLASS_LOGITS] };
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
