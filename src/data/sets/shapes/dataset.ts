import type { ResolvedDatasetOptions } from "../../catalog/options.ts";
import { checkedRead, type ImageDataset } from "../../dataset/dataset.ts";
import { placesOf } from "../../drawn/places.ts";
import { shapeFactors } from "./factors.ts";
import { shapeKinds } from "./outlines.ts";
import { renderShape } from "./render.ts";

/** How many images each part of the `shapes` set has when nobody says. */
export const shapesCounts = { train: 10_000, test: 2_000 } as const;

/**
 * Opens the built-in set: one colored shape on a plain or softly graded background.
 *
 * Ten kinds of shape, equally often. Nothing is stored: an image is drawn each time it is read
 * (about 60 µs at 32 × 32), from {@link shapeFactors} of its place. Training image i has the factors
 * of place i, test image i those of place 2³¹ + i.
 */
export function openShapes(options: ResolvedDatasetOptions): ImageDataset {
  const { size, seed } = options;
  const { count, placeOf } = placesOf(options, shapesCounts);
  return {
    name: "shapes",
    source: "built-in",
    count,
    channels: 3,
    height: size,
    width: size,
    dtype: "uint8",
    classes: shapeKinds,
    labels: Uint8Array.from({ length: count }, (_, i) => placeOf(i) % shapeKinds.length),
    read: checkedRead("shapes", count, 3 * size * size, Uint8Array, (index, out) =>
      renderShape(shapeFactors(placeOf(index), seed), size, out),
    ),
    notes: [],
    broken: [],
  };
}
