/** What a batch of images and the discriminator's outputs on it say. */

/** How well the discriminator tells real from generated images. */
export interface Separation {
  /** Mean output on real images less that on generated ones. */
  readonly gap: number;
  /** Share of images on the right side of 0: real ones above, generated ones below. */
  readonly accuracy: number;
}

/**
 * The gap and the accuracy of raw outputs. 0 is the threshold of all losses whose output is a logit or a
 * margin; under a Wasserstein loss the outputs have no zero, and the accuracy says little.
 */
export function separation(real: ArrayLike<number>, fake: ArrayLike<number>): Separation {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b, 0) / x.length;
  const right =
    Array.from(real).filter((y) => y > 0).length + Array.from(fake).filter((y) => y < 0).length;
  return { gap: mean(real) - mean(fake), accuracy: right / (real.length + fake.length) };
}

/**
 * The steepest chord of D over a batch: max |D(x) − D(y)| / ‖x − y‖₂ over all pairs of different images.
 * A lower bound of D's Lipschitz constant; 0 when there is no pair.
 *
 * @param images `[N, length]`, row by row.
 * @param outputs D of each, `[N]`.
 * @param labels the class that D was given with each; only images of one class make pairs.
 */
export function lipschitzEstimate(
  images: ArrayLike<number>,
  outputs: ArrayLike<number>,
  labels?: ArrayLike<number> | undefined,
): number {
  const n = outputs.length;
  const length = images.length / n;
  let steepest = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (labels !== undefined && labels[i] !== labels[j]) continue;
      const apart = distance(images, i, j, length);
      if (apart > 0) steepest = Math.max(steepest, Math.abs(outputs[i]! - outputs[j]!) / apart);
    }
  }
  return steepest;
}

/**
 * How different the images of a batch are: the root mean square of the difference of two numbers at one
 * place in two images, over all pairs, √(mean ‖x_i − x_j‖²/length). 0 when all images are one.
 *
 * @param images `[N, length]`, row by row, N ≥ 2.
 */
export function diversity(images: ArrayLike<number>, count: number): number {
  const length = images.length / count;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) squares += distance(images, i, j, length) ** 2;
  }
  return Math.sqrt(squares / ((count * (count - 1)) / 2) / length);
}

/** ‖x‖₂ of each image of `[N, length]`. */
export function imageNorms(images: ArrayLike<number>, count: number): Float64Array {
  const length = images.length / count;
  const norms = new Float64Array(count);
  for (let i = 0; i < images.length; i++) norms[Math.floor(i / length)]! += images[i]! ** 2;
  return norms.map(Math.sqrt);
}

/** The mean, the smallest and the largest of some numbers. */
export interface Range {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** The {@link Range} of some numbers. */
export function rangeOf(values: ArrayLike<number>): Range {
  const all = Array.from(values);
  return {
    mean: all.reduce((a, b) => a + b, 0) / all.length,
    min: Math.min(...all),
    max: Math.max(...all),
  };
}

function distance(images: ArrayLike<number>, i: number, j: number, length: number): number {
  const [a, b] = [i * length, j * length];
  let squares = 0;
  for (let k = 0; k < length; k++) squares += (images[a + k]! - images[b + k]!) ** 2;
  return Math.sqrt(squares);
}
