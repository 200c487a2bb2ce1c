/** Whether a generator has memorized images, by how near held-out images are to the training images. */
import { formatShare } from "../../text.ts";
import { partOf } from "../features/matrix.ts";
import type { ImageRows, RealImages } from "../inputs.ts";
import type { Metric } from "../metric.ts";
import { type DataCopying, dataCopying } from "./data-copying.ts";
import { nearestTraining } from "./nearest-training.ts";
import { rowsWithNeighbours } from "./picture.ts";

/** Generated images that neighbours are looked for, at most. */
const QUERIES = 1000;
/** Rows of the picture of either kind, and neighbours in a row. */
const [ROWS, NEAREST] = [4, 6];

/** From here on the generated images as a whole are said to be too near. */
const NEARER = { share: 0.6, zU: -3 } as const;
/** The share that the nearest 5 % may have, and the held-out images from which on it is judged. */
const TAIL = { share: 0.15, heldOut: 50 } as const;

/**
 * The metric `memorization`: in what share of all pairs of a generated and a held-out image the generated one
 * is nearer to its nearest training image, in feature space; mirrored training images count where the
 * generator was trained on those too.
 *
 * Its picture has 4 random generated images and below a gap the 4 that are nearest to a training image, each
 * in a row with its 6 nearest training images.
 *
 * `details` have the rest of {@link DataCopying}, the median distances of either kind, the number of training
 * images and whether mirrored ones count.
 */
export const memorizationMetric: Metric<"features" | "pixels" | "training" | "heldOut"> = {
  needs: ["features", "pixels", "training", "heldOut"],
  byDefault: ["own-images"],
  picture:
    "Each row: a generated image, and the training images that are nearest to it by features. The first rows " +
    "are random; below the gap are the generated images that are nearest to a training image.",
  images: ({ fake: { count } }) => Math.min(QUERIES, count),
  results: {
    memorization: {
      name: "nearer than held-out",
      head: "nearer",
      better: "lower",
      digits: 3,
      settings: ["real.count", "fake.rounding", "features"],
      meaning:
        "The share of pairs of a generated and a held-out image in which the generated one is nearer to a " +
        "training image (Meehan et al. 2020). About 0.5: as different from them as new images; 1: copies.",
      sentence: ({ value }) =>
        `a generated image is nearer to a training image than a held-out one is in ${formatShare(value)} of ` +
        "all pairs: in half of them if it is as new as a real image, in all if it is a copy",
    },
  },
  async compute({ features, pixels, training, heldOut }, options) {
    const mirrored = await training.mirrored?.();
    const real = { plain: await training.features(), mirrored: await mirrored?.features() };
    const apart = await heldOut.features();
    const k = Math.min(NEAREST, real.plain.rows);
    const found = await nearestTraining(features, real, k, partOf(options, 0, 0.7));
    const others = await nearestTraining(apart, real, 1, partOf(options, 0.7, 1));
    const nearest = found.distances.filter((_, i) => i % k === 0);
    const copying = dataCopying(nearest, others.distances);
    const { nearer, deviation, ...more } = copying;
    if (options.onPicture !== undefined) {
      const queries = shownRows(nearest);
      const indices = queries.flat().flatMap((i) => [...found.indices.slice(i * k, (i + 1) * k)]);
      const neighbours = await pixelsAt(training, mirrored, indices);
      options.onPicture(rowsWithNeighbours(pixels, queries, neighbours, k));
    }
    return [
      {
        metric: "memorization",
        value: nearer,
        spread: { std: deviation, over: "held-out images", count: apart.rows },
        details: {
          ...more,
          median: median(nearest),
          heldOutMedian: median(others.distances),
          training: real.plain.rows,
          mirrored: mirrored !== undefined,
        },
        warnings: warningsOf(copying, apart.rows),
        counts: { real: apart.rows, fake: features.rows },
      },
    ];
  },
};

function warningsOf({ nearer, zU, nearest }: DataCopying, heldOut: number): readonly string[] {
  const told = [
    ...(nearer > NEARER.share && zU < NEARER.zU
      ? [
          `the generated images are nearer to a training image than held-out ones in ${formatShare(nearer)} of all pairs`,
        ]
      : []),
    ...(heldOut >= TAIL.heldOut && nearest !== null && nearest > TAIL.share
      ? [
          `${formatShare(nearest)} of the generated images are nearer to a training image than 5 % of the held-out ones are`,
        ]
      : []),
  ];
  return told.map(
    (text) => `${text}: look at the picture, the generator may have learnt images by heart`,
  );
}

/** Which generated images are shown: random ones, which the first are, and those nearest to a training image. */
function shownRows(nearest: Float64Array): readonly (readonly number[])[] {
  const order = [...nearest.keys()].sort((a, b) => nearest[a]! - nearest[b]!);
  return [[...nearest.keys()].slice(0, ROWS), order.slice(0, ROWS)];
}

/** The pixels of training images by the numbers of `nearestTraining`. */
async function pixelsAt(
  training: RealImages,
  mirrored: RealImages | undefined,
  indices: readonly number[],
): Promise<ImageRows> {
  const { count } = training;
  const plain = await training.pixels(indices.map((i) => i % count));
  const turned = await mirrored?.pixels(indices.map((i) => i % count));
  const data = Uint8Array.from(plain.data);
  indices.forEach((index, at) => {
    const [begin, end] = [at * plain.columns, (at + 1) * plain.columns];
    if (index >= count && turned) data.set(turned.data.subarray(begin, end), begin);
  });
  return { ...plain, data };
}

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
