import { checkedRead, type DatasetSplit, type ImageDataset } from "../../dataset/index.ts";
import { builtIn, drawnOptions, placesOf } from "../../families/index.ts";
import { adapt, channels, dataset, size, squareShape } from "../../records/index.ts";
import { shapeFactors } from "./factors.ts";
import { shapeKinds } from "./outlines.ts";
import { renderShape } from "./render.ts";

const counts = { train: 10_000, test: 2_000 } as const;

/** One colored shape on a plain or softly graded background. */
export const shapes = dataset({
  ...builtIn,
  name: "shapes",
  kind: "images",
  title: "Shapes",
  summary: "One colored shape on a plain or softly graded background, drawn by Evenkeel itself.",
  shows: "shapes",
  imageSize: "size × size RGB, 32 × 32 by default",
  counts,
  citation: null,
  protocol: "shapes",
  options: { ...drawnOptions(counts), size, channels: adapt(channels, { default: 3 }) },
  shape: squareShape,
  classes: () => shapeKinds,
  open: drawShapes,
});

/**
 * Draws the images: ten kinds of shape, equally often.
 *
 * Nothing is stored: an image is drawn each time it is read (about 60 µs at 32 × 32), from
 * {@link shapeFactors} of its place. Training image i has the factors of place i, test image i those of
 * place 2³¹ + i.
 */
function drawShapes(values: {
  readonly split: DatasetSplit;
  readonly count: number | undefined;
  readonly size: number;
  readonly seed: number;
}): ImageDataset {
  const { size: side, seed } = values;
  const { count, placeOf } = placesOf(values, counts);
  return {
    name: "shapes",
    source: "built-in",
    count,
    channels: 3,
    height: side,
    width: side,
    dtype: "uint8",
    classes: shapeKinds,
    labels: Uint8Array.from({ length: count }, (_, i) => placeOf(i) % shapeKinds.length),
    read: checkedRead("shapes", count, 3 * side * side, Uint8Array, (index, out) =>
      renderShape(shapeFactors(placeOf(index), seed), side, out),
    ),
    notes: [],
    broken: [],
  };
}
