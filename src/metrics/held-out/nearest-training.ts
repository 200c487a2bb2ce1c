/** The training images that are nearest to others, mirrored ones included. */
import { type ComputeOptions, type FeatureMatrix, partOf } from "../features/matrix.ts";
import { type Neighbours, nearestNeighbours } from "../features/nearest.ts";

/** Features of training images: as they are and, where the generator was trained on those too, mirrored. */
export interface TrainingFeatures {
  /** `[N, d]` */
  readonly plain: FeatureMatrix;
  /** `[N, d]`, in the same order. */
  readonly mirrored: FeatureMatrix | undefined;
}

/**
 * The k nearest training images of each row, nearest first. An image counts once, as it is or mirrored,
 * whichever is nearer; the number of a mirrored one is N more than that of the image itself.
 *
 * @param query `[M, d]`.
 * @param k at most N.
 */
export async function nearestTraining(
  query: FeatureMatrix,
  { plain, mirrored }: TrainingFeatures,
  k: number,
  options: ComputeOptions,
): Promise<Neighbours> {
  if (mirrored === undefined) return nearestNeighbours(query, plain, k, options);
  const one = await nearestNeighbours(query, plain, k, partOf(options, 0, 0.5));
  const other = await nearestNeighbours(query, mirrored, k, partOf(options, 0.5, 1));
  const indices = new Uint32Array(query.rows * k);
  const distances = new Float64Array(query.rows * k);
  for (let first = 0; first < indices.length; first += k) {
    const places = Array.from({ length: k }, (_, i) => first + i);
    const either = [
      ...places.map((at) => ({ image: one.indices[at]!, more: 0, distance: one.distances[at]! })),
      ...places.map((at) => ({
        image: other.indices[at]!,
        more: plain.rows,
        distance: other.distances[at]!,
      })),
    ].sort((a, b) => a.distance - b.distance);
    const seen = new Set<number>();
    for (const { image, more, distance } of either) {
      if (seen.size === k || seen.has(image)) continue;
      indices[first + seen.size] = image + more;
      distances[first + seen.size] = distance;
      seen.add(image);
    }
  }
  return { indices, distances };
}
