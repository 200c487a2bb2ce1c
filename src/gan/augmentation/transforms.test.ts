/** The transforms on the engine and their first two derivatives, against the reference and finite differences. */
import { describeSubjects } from "../../../test/support/graph/functions.ts";
import { dataStream, map, normal, vector } from "../../../test/support/graph/tensors.ts";
import type { Tensor64, Value } from "../../graph/index.ts";
import type { Transform } from "./augmentation.ts";
import { colorMap, contrastAboutMean } from "./color.ts";
import { cutout } from "./cutout.ts";
import { resampling, turning } from "./geometry.ts";

const data = dataStream("augmentation");
const images = normal([2, 3, 4, 4], data);
const wide = normal([2, 2, 3, 5], data);

/** A transform of images, and its numbers in the order of their names. */
function subject(transform: Transform, x: Tensor64, numbers: readonly Tensor64[]) {
  const names = Object.keys(transform.numbers(x.shape as never));
  return {
    inputs: [x, ...numbers],
    build: (g: Parameters<Transform["apply"]>[0], [first, ...rest]: readonly Value[]) =>
      transform.apply(
        g,
        first!,
        Object.fromEntries(names.map((name, i) => [name, rest[i]!] as const)),
      ),
  };
}

/** Places of an axis with nothing at a whole number, where the weights have a kink. */
const places = (shape: readonly number[], scale: number) =>
  map(normal(shape, data), (x) => Math.round(x * scale) + 0.3);
const flags = (shape: readonly number[]) => map(normal(shape, data), (x) => (x > 0 ? 1 : 0));

describeSubjects({
  "turning one of two": subject(turning, images, [{ ...vector(0, 1), shape: [2, 1, 1, 1] }]),
  resampling: subject(resampling, images, [places([2, 1, 4, 1], 2), places([2, 1, 1, 4], 2)]),
  "resampling images that are not square": subject(resampling, wide, [
    places([2, 1, 3, 1], 1),
    places([2, 1, 1, 5], 3),
  ]),
  "a map of colors": subject(colorMap, images, [
    normal([2, 3, 3], data),
    normal([2, 3, 1, 1], data),
  ]),
  "a map of gray": subject(colorMap, normal([2, 1, 3, 5], data), [
    normal([2, 1, 1], data),
    normal([2, 1, 1, 1], data),
  ]),
  "contrast about the mean": subject(contrastAboutMean, wide, [normal([2, 1, 1, 1], data)]),
  "contrast of images with opacity": subject(contrastAboutMean, normal([2, 4, 3, 2], data), [
    normal([2, 1, 1, 1], data),
  ]),
  cutout: subject(cutout, wide, [flags([2, 1, 3, 1]), flags([2, 1, 1, 5])]),
});
