/** A test for data copying: are generated images nearer to the training images than held-out ones are? */

/** How two sets of distances to the nearest training image compare. */
export interface DataCopying {
  /**
   * The share of all pairs of a generated and a held-out image in which the generated one is nearer; ties count
   * half. 0.5 for equal distributions, 1 for copies.
   */
  readonly nearer: number;
  /** The same as a standard score, Z_U of the paper: below 0 if generated images are nearer. */
  readonly zU: number;
  /** The standard deviation of `nearer` for equal distributions. */
  readonly deviation: number;
  /**
   * The share of generated images nearer than 5 % of the held-out ones are: about 0.05 for equal distributions.
   * `null` for fewer than 19 held-out images, of which none is the nearest 5 %.
   */
  readonly nearest: number | null;
}

/**
 * The global data-copying test: the Mann-Whitney U statistic of the distances of generated and of held-out
 * images, each to its nearest training image.
 *
 * @param generated distances, at least one.
 * @param heldOut distances, at least one.
 * @see Meehan, Chaudhuri & Dasgupta 2020, "A Non-Parametric Test to Detect Data-Copying in Generative Models":
 *   U counts the pairs in which the generated image is farther, and
 *   Z_U = (U − mn/2) / √(mn(m + n + 1)/12). Their C_T is the mean of Z_U over cells of the space, which few
 *   images do not fill.
 */
export function dataCopying(generated: Float64Array, heldOut: Float64Array): DataCopying {
  const [m, n] = [generated.length, heldOut.length];
  const sorted = Float64Array.from(heldOut).sort();
  let farther = 0;
  for (const distance of generated) {
    const below = lowerBound(sorted, (one) => one >= distance);
    const upTo = lowerBound(sorted, (one) => one > distance);
    farther += (below + upTo) / 2;
  }
  const pairs = m * n;
  const deviation = Math.sqrt((pairs * (m + n + 1)) / 12);
  const place = Math.floor(0.05 * (n + 1));
  const limit = sorted[place - 1];
  return {
    nearer: 1 - farther / pairs,
    zU: (farther - pairs / 2) / deviation,
    deviation: deviation / pairs,
    nearest:
      limit === undefined ? null : generated.filter((distance) => distance < limit).length / m,
  };
}

/** The first place of a sorted list whose value holds; its length if none does. */
function lowerBound(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
