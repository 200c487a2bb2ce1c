/** Built-in sets of points in the plane. */
import { type RandomStream, randomStream } from "../../random.ts";
import { checkedRead, type DatasetSplit, type ImageDataset } from "../dataset/index.ts";
import { adapt, type Point, std } from "../records/index.ts";
import { builtIn, drawnOptions } from "./built-in.ts";
import { placesOf } from "./places.ts";

const counts = { train: 100_000, test: 10_000 } as const;

/** The facts of every set of points. */
export const pointFacts = {
  ...builtIn,
  kind: "points",
  imageSize: "points: x and y as two channels of one pixel",
  counts,
  protocol: "points",
  shape: () => [2, 1, 1] as const,
} as const;

/** The options of every set of points. */
export const pointOptions = { ...drawnOptions(counts), std: adapt(std, { default: 0.05 }) };

/** What points are drawn from: places without noise, by class. */
export interface PointSource {
  readonly classes: readonly string[];
  /** A random place of this class, before the noise is added. */
  place(label: number, stream: RandomStream): Point;
}

/** Which points of a source. */
export interface PointValues {
  readonly split: DatasetSplit;
  readonly count: number | undefined;
  readonly seed: number;
  readonly std: number;
}

/**
 * Draws points in the plane: float32 `[N, 2, 1, 1]`, x and y as two channels of an image of one pixel.
 * They are not scaled to −1 … 1, where a discriminator of Lipschitz constant 1 could hardly tell one
 * mode from the next.
 *
 * Each point is a place of the source plus Gaussian noise of standard deviation `std` along either axis.
 * Classes take turns, so all are equally often. Nothing is stored: a point is drawn each time it is read,
 * by the set's name, the seed and its place alone. Training point i is that of place i, test point i that
 * of place 2³¹ + i.
 */
export function drawPoints(
  name: string,
  source: PointSource,
  { seed, std, ...which }: PointValues,
): ImageDataset {
  const { count, placeOf } = placesOf(which, counts);
  const labels = new Uint16Array(count);
  for (let i = 0; i < count; i++) labels[i] = placeOf(i) % source.classes.length;
  return {
    name,
    source: "built-in",
    count,
    channels: 2,
    height: 1,
    width: 1,
    dtype: "float32",
    classes: source.classes,
    labels,
    read: checkedRead(name, count, 2, Float32Array, (index, out) => {
      const stream = randomStream(seed, `${name}/${placeOf(index)}`);
      const [x, y] = source.place(labels[index] as number, stream);
      out[0] = x + std * stream.normal();
      out[1] = y + std * stream.normal();
    }),
    notes: [],
    broken: [],
  };
}
