/** The generator's inputs for samples: noise and, for conditional generators, classes. */

import type { RunSettings } from "../../config/index.ts";
import type { GanModel } from "../../gan/index.ts";
import { drawLatent } from "../../gan/latent/index.ts";
import { randomStream } from "../../random.ts";

/** The number of points in one plot. */
export const SAMPLED_POINTS = 2000;

/** The generator's inputs. */
export interface SampleInputs {
  /** float32 `[count, latent]` */
  readonly sampleNoise: Float32Array;
  /** int32 `[count]`; `undefined` for unconditional generators. */
  readonly sampleLabels: Int32Array | undefined;
}

/** The inputs of all sample grids of a run: noise from its seed and, if conditional, one class per row. */
export function fixedInputs(
  { seed, samples: { rows, columns } }: Pick<RunSettings, "seed" | "samples">,
  model: GanModel,
): SampleInputs {
  const { imageType } = model.definition;
  const count = imageType === "float32" ? SAMPLED_POINTS : rows * columns;
  return {
    sampleNoise: drawLatent(model.definition, randomStream(seed, "samples"), count),
    sampleLabels: sampleLabels(model, count, { columns }),
  };
}

/**
 * The class of each of `count` samples, int32: each of `of`, by default all classes, in turn for `columns`
 * samples, repeated from the first one. `undefined` for unconditional generators.
 */
export function sampleLabels(
  { definition: { classes } }: GanModel,
  count: number,
  options: { readonly columns?: number; readonly of?: readonly number[] | undefined } = {},
): Int32Array | undefined {
  if (classes === undefined) return undefined;
  const { columns = 1, of = Array.from({ length: classes }, (_, i) => i) } = options;
  return Int32Array.from({ length: count }, (_, i) => of[Math.floor(i / columns) % of.length]!);
}
