/** What is mixed with what in a step. */
import { type RandomStream, randomStream } from "../../random.ts";

/** The mixing of a step. */
export interface Mixup {
  /** λ: the share of each image that stays, 0 … 1. */
  readonly share: number;
  /** The place in the batch that each image is mixed with, int32 `[N]`: a permutation. */
  readonly partners: Int32Array;
}

/**
 * The mixing of a step: one λ of Beta(α, α) for the whole batch, as in the authors' code, and a random permutation of
 * its places. Depends on seed and step alone.
 *
 * @param alpha α, above 0.
 * @see Zhang et al. 2018, "mixup: Beyond empirical risk minimization".
 */
export function mixupOf(
  { seed, step }: { readonly seed: number; readonly step: number },
  { alpha, batchSize }: { readonly alpha: number; readonly batchSize: number },
): Mixup {
  const random = randomStream(seed, `classify/mixup/${step}`);
  const share = betaOf(random, alpha);
  return { share, partners: Int32Array.from(random.permutation(batchSize)) };
}

/** A number of Beta(α, α): X/(X + Y) of two numbers of the gamma distribution. */
function betaOf(random: RandomStream, alpha: number): number {
  const [x, y] = [logGammaOf(random, alpha), logGammaOf(random, alpha)];
  return 1 / (1 + Math.exp(y - x));
}

/**
 * The logarithm of a number of Gamma(α, 1); of small α the number itself would often be 0.
 *
 * @see Marsaglia & Tsang 2000, "A simple method for generating gamma variables"; for α < 1 its section 6.
 */
function logGammaOf(random: RandomStream, alpha: number): number {
  if (alpha < 1) return logGammaOf(random, alpha + 1) + Math.log(1 - random.uniform()) / alpha;
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.uniform();
    if (Math.log(u) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return Math.log(d) + Math.log(v);
  }
}
