/** Which of the images that a seed can draw a built-in set has. */
import { type DatasetSplit, partsOf } from "../dataset/index.ts";

/** The place of the first test image among all that a seed can draw. */
export const firstTestPlace = 2 ** 31;

/**
 * The images of a built-in set: their number and the place of each among all that its seed can draw.
 *
 * Training image i has place i, test image i place 2³¹ + i; `all` is training images, then test
 * images, in the proportion of the default numbers.
 *
 * @param defaults how many images each part has when the options do not say.
 */
export function placesOf(
  { split, count: wanted }: { readonly split: DatasetSplit; readonly count: number | undefined },
  defaults: { readonly train: number; readonly test: number },
): { readonly count: number; readonly placeOf: (index: number) => number } {
  const parts = partsOf(split);
  const everything = parts.reduce((sum, part) => sum + defaults[part], 0);
  const count = wanted ?? everything;
  const trainShare = parts.includes("train") ? defaults.train / everything : 0;
  const trainCount = Math.round(count * trainShare);
  return {
    count,
    placeOf: (index) => (index < trainCount ? index : firstTestPlace + index - trainCount),
  };
}
