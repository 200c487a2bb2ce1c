/** Whether a generator has memorized images: its images beside the training images nearest to them. */
import { formatShare } from "../text.ts";
import { type ComputeOptions, type FeatureMatrix, firstRows, partOf } from "./features/matrix.ts";
import { nearestNeighbours } from "./features/nearest.ts";
import type { ImageRows } from "./inputs.ts";
import type { Metric, MetricPicture } from "./metric.ts";

/** Images of either kind, at most, that neighbours are looked for. */
const QUERIES = 1000;
/** Rows of the picture. */
const ROWS = 8;
/** Nearest images of a row, in either space. */
const NEAREST = 4;

/**
 * The metric `neighbours`: how far generated images are from the nearest training image, over how far
 * training images are from the nearest other one, by the medians, in feature space; `details` have the same
 * for pixels.
 *
 * Its picture has a row for each of the 8 generated images that are nearest to a training image: the image,
 * its 4 nearest training images by features, its 4 nearest by pixels.
 */
export const neighboursMetric: Metric<"features" | "pixels" | "training"> = {
  needs: ["features", "pixels", "training"],
  byDefault: [],
  picture:
    "The generated images that are nearest to a training image, a row each: the image, its nearest training " +
    "images by features, its nearest by pixels.",
  images: ({ fake: { count } }) => Math.min(QUERIES, count),
  results: {
    neighbours: {
      name: "nearness ratio",
      head: "near",
      better: "higher",
      digits: 3,
      settings: ["fake.rounding", "features"],
      meaning:
        "The median distance of a generated image to the nearest training image, over that of a training " +
        "image to the nearest other one. About 1: as different as another real image; near 0: memorized.",
    },
  },
  async compute({ features, pixels, training }, options) {
    const real = { features: await training.features(), pixels: await training.pixels() };
    const byFeatures = await inSpace(features, real.features, partOf(options, 0, 0.5));
    const byPixels = await inSpace(pixels, real.pixels, partOf(options, 0.5, 1));
    const { ratio, median, realMedian, nearer } = byFeatures;
    options.onPicture?.(pictureOf([byFeatures, byPixels], pixels, real.pixels));
    return [
      {
        metric: "neighbours",
        value: ratio,
        spread: null,
        details: { median, realMedian, pixelRatio: byPixels.ratio, nearerThanOnePercent: nearer },
        warnings: warningsOf(byFeatures),
        counts: { real: real.features.rows, fake: features.rows },
      },
    ];
  },
};

interface Space {
  /** Positions of the nearest training images, `[queries, k]`. */
  readonly indices: Uint32Array;
  readonly k: number;
  /** Distance of each generated image to the nearest training image. */
  readonly nearest: Float64Array;
  readonly median: number;
  readonly realMedian: number;
  readonly ratio: number;
  /** The share of generated images nearer to a training image than 1 % of these are to another. */
  readonly nearer: number;
}

async function inSpace(
  generated: FeatureMatrix,
  real: FeatureMatrix,
  options: ComputeOptions,
): Promise<Space> {
  const k = Math.min(NEAREST, real.rows);
  const { indices, distances } = await nearestNeighbours(
    generated,
    real,
    k,
    partOf(options, 0, 0.5),
  );
  const nearest = distances.filter((_, i) => i % k === 0);
  const some = firstRows(real, QUERIES);
  const nearestTwo = await nearestNeighbours(some, real, 2, partOf(options, 0.5, 1));
  // the nearest is the image itself
  const others = nearestTwo.distances.filter((_, i) => i % 2 === 1);
  const [median, realMedian] = [quantile(nearest, 0.5), quantile(others, 0.5)];
  const limit = quantile(others, 0.01);
  return {
    indices,
    k,
    nearest,
    median,
    realMedian,
    ratio: median / realMedian,
    nearer: nearest.filter((distance) => distance < limit).length / nearest.length,
  };
}

function warningsOf({ ratio, nearer }: Space): string[] {
  if (ratio >= 0.5 && nearer <= 0.1) return [];
  return [
    `${formatShare(nearer)} of the generated images are nearer to a training image than 1 % of those ` +
      "are to each other: look at the picture, the generator may have learnt images by heart",
  ];
}

function quantile(values: Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** The generated images that are nearest to a training image, each beside its neighbours in either space. */
function pictureOf(
  spaces: readonly [features: Space, pixels: Space],
  generated: ImageRows,
  real: ImageRows,
): MetricPicture {
  const [{ nearest, k }] = spaces;
  const closest = [...nearest.keys()].sort((a, b) => nearest[a]! - nearest[b]!).slice(0, ROWS);
  const columns = 1 + 2 * k;
  const length = generated.columns;
  const data = new Uint8Array(closest.length * columns * length);
  const put = (cell: number, from: ImageRows, index: number) =>
    data.set(from.data.subarray(index * length, (index + 1) * length), cell * length);
  closest.forEach((image, row) => {
    put(row * columns, generated, image);
    spaces.forEach(({ indices }, space) => {
      for (let i = 0; i < k; i++) {
        put(row * columns + 1 + space * k + i, real, indices[image * k + i]!);
      }
    });
  });
  const rows = closest.length;
  const images = { data, rows: rows * columns, columns: length, shape: generated.shape };
  return { images, rows, columns };
}
