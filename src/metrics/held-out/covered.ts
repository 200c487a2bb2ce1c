/** How many of the held-out images the generator covers. */
import { type ComputeOptions, type FeatureMatrix, firstRows, partOf } from "../features/matrix.ts";
import { nearestNeighbours } from "../features/nearest.ts";
import type { RealImages } from "../inputs.ts";
import type { Metric } from "../metric.ts";

/**
 * The metric `covered`: how many held-out images are covered, see {@link coveredImages}; k is the protocol's.
 * As many generated images are taken as training images: all of those of which there are fewer. Where the
 * generator was trained on mirrored images as well, every second training image is taken mirrored.
 *
 * `details` have `of`, the number of held-out images; `k`; `training`, the number of training images; and
 * `expected`, how many would be covered on average by new real images, see {@link expectedCoverage}.
 */
export const coveredMetric: Metric<"features" | "training" | "heldOut"> = {
  needs: ["features", "training", "heldOut"],
  byDefault: ["own-images"],
  results: {
    covered: {
      name: "held-out images covered",
      head: "held-out",
      better: "higher",
      digits: 0,
      outOf: "of",
      settings: ["real.count", "fake", "features", "neighbours.k"],
      meaning:
        "How many of the held-out images have a generated one nearby: nearer than their k-th nearest training " +
        "image, of as many generated images as training images.",
      sentence: ({ value, details: { of, expected } }) =>
        `${value} of ${of} held-out images have a generated one near them; as many new real images would ` +
        `cover about ${Math.round(expected as number)}`,
    },
  },
  async compute({ features, training, heldOut }, options) {
    const count = Math.min(features.rows, training.count);
    const real = { heldOut: await heldOut.features(), training: await asSeen(training, count) };
    const k = Math.min(options.settings.neighbours.k, count);
    const fake = firstRows(features, count);
    const covered = await coveredImages(real, fake, k, options);
    const of = real.heldOut.rows;
    const expected = of * expectedCoverage(count, count, k);
    return [
      {
        metric: "covered",
        value: covered.filter(Boolean).length,
        spread: null,
        details: { of, k, training: count, expected },
        warnings: [],
        counts: { real: of, fake: count },
      },
    ];
  },
};

/**
 * Whether each held-out image is covered: a generated image is nearer to it than its k-th nearest training
 * image (strictly). This is the coverage of Naeem et al. for some of the real images: there the balls around
 * real images reach to the k-th nearest of the same images. Held-out images alone are too few for balls that
 * are small; the training images have the same distribution.
 *
 * @param real `heldOut` `[H, d]`, `training` `[T, d]`, T ≥ k.
 * @param fake `[M, d]`.
 * @throws EvenkeelError `SHAPE` for different dimensions or too few rows.
 * @see Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics for Generative Models", eq. 4.
 */
export async function coveredImages(
  real: { readonly heldOut: FeatureMatrix; readonly training: FeatureMatrix },
  fake: FeatureMatrix,
  k: number,
  options: ComputeOptions = {},
): Promise<readonly boolean[]> {
  const { heldOut, training } = real;
  const balls = await nearestNeighbours(heldOut, training, k, partOf(options, 0, 0.5));
  const generated = await nearestNeighbours(heldOut, fake, 1, partOf(options, 0.5, 1));
  return Array.from(
    { length: heldOut.rows },
    (_, i) => generated.distances[i]! < balls.distances[i * k + k - 1]!,
  );
}

/**
 * The mean share of real images that are covered if the generated ones have the same distribution: one is not
 * covered if the k nearest of all other images are training images.
 *
 * @param training T, at least k.
 * @param generated M.
 * @see Naeem et al. 2020, whose formula is this with T = N − 1.
 */
export function expectedCoverage(training: number, generated: number, k: number): number {
  let allReal = 1;
  for (let i = 0; i < k; i++) allReal *= (training - i) / (training + generated - i);
  return 1 - allReal;
}

/** Features of the first training images as the generator saw them: mirrored or not, in turn. */
async function asSeen(training: RealImages, count: number): Promise<FeatureMatrix> {
  const plain = firstRows(await training.features(), count);
  const mirrored = await (await training.mirrored?.())?.features();
  if (mirrored === undefined) return plain;
  const { columns } = plain;
  const data = Float64Array.from(plain.data);
  for (let begin = columns; begin < data.length; begin += 2 * columns) {
    data.set(mirrored.data.subarray(begin, begin + columns), begin);
  }
  return { data, rows: count, columns };
}
