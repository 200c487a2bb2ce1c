/** What the generator is given for samples: noise and, in conditional GANs, classes. */

import type { Config } from "../../config/index.ts";
import { isPoints } from "../../config/index.ts";
import type { GanModel } from "../../gan/index.ts";
import { randomStream } from "../../random.ts";

/** Points of one plot. */
export const SAMPLED_POINTS = 2000;

/** What the generator is given. */
export interface SampleInputs {
  /** float32 `[count, latent]` */
  readonly sampleNoise: Float32Array;
  /** int32 `[count]`; absent where the generator knows of no classes. */
  readonly sampleLabels: Int32Array | undefined;
}

/** The inputs of all sample grids of a run: noise of the config's seed; in conditional GANs a class to a row. */
export function fixedInputs(config: Config, model: GanModel): SampleInputs {
  const { rows, columns } = config.samples;
  const count = isPoints(config) ? SAMPLED_POINTS : rows * columns;
  const noise = new Float32Array(count * config.model.latentSize);
  return {
    sampleNoise: randomStream(config.seed, "samples").fillNormal(noise),
    sampleLabels: sampleLabels(model, count, { columns }),
  };
}

/**
 * A class for each of `count` samples, int32: `only`, or one class after the other, `columns` samples
 * each and from the start again; `undefined` where the generator knows of no classes.
 */
export function sampleLabels(
  { definition: { classes } }: GanModel,
  count: number,
  options: { readonly columns?: number; readonly only?: number | undefined } = {},
): Int32Array | undefined {
  if (classes === undefined) return undefined;
  const { columns = 1, only } = options;
  return Int32Array.from({ length: count }, (_, i) => only ?? Math.floor(i / columns) % classes);
}
