import { type RandomStream, randomStream } from "../../random.ts";
import type { PointSetName, ResolvedDatasetOptions } from "../catalog/options.ts";
import { checkedRead, type ImageDataset } from "../dataset/dataset.ts";
import { moonPoint, rollPoint } from "./curves.ts";
import { type Mixture, mixtureOf, type Point } from "./mixture.ts";
import { placesOf } from "./places.ts";

/** How many points each part of a set of points has when nobody says. */
export const pointCounts = { train: 100_000, test: 10_000 } as const;

/** What a set of points is drawn from: places without noise, by class. */
interface PointSource {
  readonly classes: readonly string[];
  /** A random place of this class, before the noise is added. */
  place(label: number, stream: RandomStream): Point;
}

/**
 * Opens a built-in set of points in the plane: float32 `[N, 2, 1, 1]`, x and y as two channels of an
 * image of one pixel, all but the noise within −2 … 2, of `grid` −4 … 4. They are not scaled to
 * −1 … 1, where a discriminator of Lipschitz constant 1 could hardly tell one mode from the next.
 *
 * Each point is a place on the set's centers or curve plus Gaussian noise of standard deviation
 * `std` along either axis. Classes take turns, so all are equally often. Nothing is stored: a point
 * is drawn each time it is read, by the seed and its place alone. Training point i is that of place
 * i, test point i that of place 2³¹ + i.
 */
export function openPoints(name: PointSetName, options: ResolvedDatasetOptions): ImageDataset {
  const { seed, std = 0 } = options;
  const { count, placeOf } = placesOf(options, pointCounts);
  const source = sourceOf(name, options);
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

function sourceOf(name: PointSetName, options: ResolvedDatasetOptions): PointSource {
  switch (name) {
    case "swiss-roll":
      return { classes: ["roll"], place: (_, stream) => rollPoint(stream) };
    case "moons":
      return { classes: ["upper", "lower"], place: moonPoint };
    case "ring":
    case "grid": {
      const { centers } = mixtureOf(options) as Mixture;
      return {
        classes: centers.map((_, i) => `mode ${i + 1}`),
        place: (label) => centers[label] as Point,
      };
    }
  }
}
