/** How far generated images are from real ones, without a network. */
import {
  energyDistance,
  euclidean,
  meanDistance,
  meanDistanceWithin,
  meanRow,
  type Rows,
} from "./energy-distance.ts";
import type { ImageAspects } from "./image-aspects.ts";
import type { Columns } from "./instruments.ts";

/** Compares generated images with real ones. */
export interface Resemblance {
  /**
   * Columns of the generated images. Of images:
   *
   * - `distance/layout`: the energy distance of the layouts, over that of the mean layout alone: 0 for real
   *   images, 1 for images that are all the average one.
   * - `distance/texture`: the same of log(0.1 + slopes), slopes in standard deviations of the real images.
   * - `diversity/nearest`: the median distance of a generated image's layout to the nearest other one, over
   *   that of as many real images.
   *
   * Of points, which have no layout: `distance/place`, their energy distance over that of the mean point;
   * `distance/missed`, the share of real points that no generated one is near; `distance/stray`, the share of
   * generated points that no real one is near. Near a real point is what is no farther than its
   * {@link NEIGHBOURS}-th nearest neighbour.
   */
  columns(generated: readonly ImageAspects[]): Columns;
}

/** Softens the logarithm of slopes, in standard deviations of real pixels. */
const SOFTENING = 0.1;
/**
 * The least unit of distances for each number of an aspect, in standard deviations of real pixels and in
 * logarithms: where real images are so alike, a small difference is no large distance.
 */
const LEAST = 0.3;
/** Neighbours that decide what is near a point. */
const NEIGHBOURS = 16;

/**
 * Compares images with these real ones, by distances that are independent of the images' size and scale.
 *
 * @param real the aspects of real images, one at least.
 */
export function openResemblance(real: readonly ImageAspects[]): Resemblance {
  const layouts = real.map(({ layout }) => layout);
  const scale = deviation(real);
  if (real[0]?.slopes.length === 0) return pointsResemblance(layouts, scale);
  const texturesOf = (all: readonly ImageAspects[]) =>
    all.map(({ slopes }) => slopes.map((slope) => Math.log(slope / scale + SOFTENING)));
  const layout = relativeDistance(layouts, LEAST * scale);
  const texture = relativeDistance(texturesOf(real), LEAST);
  return {
    columns(generated) {
      const drawn = generated.map((one) => one.layout);
      const apart = medianGap(layouts.slice(0, drawn.length));
      return {
        "distance/layout": layout(drawn),
        "distance/texture": texture(texturesOf(generated)),
        "diversity/nearest": apart === 0 ? 1 : medianGap(drawn) / apart,
      };
    },
  };
}

/** The same of points. */
function pointsResemblance(real: Rows, scale: number): Resemblance {
  const place = relativeDistance(real, LEAST * scale);
  const near = real.map((point) =>
    kth(
      real.map((other) => euclidean(point, other)),
      NEIGHBOURS,
    ),
  );
  const share = (found: readonly boolean[]) => found.filter(Boolean).length / found.length;
  return {
    columns(generated) {
      const points = generated.map(({ layout }) => layout);
      const isNear = (point: Float64Array, i: number) => euclidean(point, real[i]!) <= near[i]!;
      return {
        "distance/place": place(points),
        "distance/missed": share(real.map((_, i) => !points.some((point) => isNear(point, i)))),
        "distance/stray": share(points.map((point) => !real.some((_, i) => isNear(point, i)))),
      };
    },
  };
}

/** The energy distance to `real`, over that of its mean. */
function relativeDistance(real: Rows, least: number): (rows: Rows) => number {
  const within = meanDistanceWithin(real);
  const ofMean = 2 * meanDistance([meanRow(real)], real) - within;
  const unit = Math.max(ofMean, least * Math.sqrt(real[0]?.length ?? 1));
  return (rows) => energyDistance(rows, real, within) / unit;
}

/** The standard deviation of all values; 1 where they are all the same. */
function deviation(all: readonly ImageAspects[]): number {
  const mean = (of: (one: ImageAspects) => number) =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const variance = mean(({ meanSquare }) => meanSquare) - mean((one) => one.mean) ** 2;
  return variance > 1e-12 ? Math.sqrt(variance) : 1;
}

/** The median of the distances of each row to the nearest other one. */
function medianGap(rows: Rows): number {
  const all = rows.map((row) =>
    kth(
      rows.map((other) => euclidean(row, other)),
      1,
    ),
  );
  return kth(all, all.length >> 1);
}

/** The number that k others are not above; of a row's distances to all rows of its set, that to its k-th nearest. */
function kth(distances: readonly number[], k: number): number {
  return [...distances].sort((a, b) => a - b)[Math.min(k, distances.length - 1)]!;
}
