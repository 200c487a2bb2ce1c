/** What a run would take at other sizes. */

import {
  type ImagePresetName,
  type ImageSize,
  imageConfig,
  recipeSides,
  square,
} from "../config/images/index.ts";
import { assembleModel, type Config } from "../config/index.ts";
import type { Variant } from "./choice.ts";
import { operationsOf } from "./machine.ts";

/** A size of the images, and what a run takes at it. */
export interface SizeTime extends ImageSize {
  /** Of the run's steps. */
  readonly seconds: number;
  /** Whether it was estimated by the number of operations, from an iteration at another size. */
  readonly estimated: boolean;
}

/**
 * What a run would take at its own size and at each that has a recipe, with the networks of its preset and its
 * batches; from the least number of pixels to the greatest.
 *
 * @param seconds what the run of `config` takes, as measured.
 */
export function timesBySize(
  config: Config,
  preset: ImagePresetName,
  seconds: number,
): readonly SizeTime[] {
  const model = assembleModel(config);
  const [channels, height, width] = model.definition.imageShape;
  const each = seconds / operationsOf(model);
  const others = recipeSides.filter((side) => side !== height || side !== width).map(square);
  const given = { channels: channels as Variant["channels"], batchSize: config.batchSize };
  const times = others.map((size) => {
    const operations = operationsOf(assembleModel(imageConfig({ size, preset }, given)));
    return { ...size, seconds: each * operations, estimated: true };
  });
  return [{ height, width, seconds, estimated: false }, ...times].sort(
    (a, b) => a.height * a.width - b.height * b.width,
  );
}
