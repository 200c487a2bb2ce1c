/** The truncation trick: images nearer to the average, less varied and often better. */
import { refusal } from "../../errors.ts";
import type { RandomStream } from "../../random.ts";
import type { Latent } from "./latent.ts";

/** The smallest threshold: with it, a number is drawn 125 times on average. */
export const LEAST_TRUNCATION = 0.01;

/**
 * Draws the numbers of z beyond ±threshold again until none is beyond it, in place, so that each follows the
 * normal distribution truncated to [−threshold, threshold]. Numbers within the threshold stay, so that an image
 * with a little truncation resembles the one without.
 *
 * @param z float32, drawn from N(0, 1).
 * @param threshold at least {@link LEAST_TRUNCATION}.
 * @param stream gives the numbers that are drawn again, in the order of z: those of the first images do not
 *   depend on the number of images.
 * @throws EvenkeelError `USAGE` where z is uniform, or for a threshold that is too small.
 * @see Brock, Donahue & Simonyan 2019, "Large scale GAN training for high fidelity natural image synthesis",
 *   section 3.1.
 */
export function truncate(
  { latentDistribution = "normal" }: Latent,
  z: Float32Array,
  threshold: number,
  stream: RandomStream,
): Float32Array {
  if (latentDistribution !== "normal") {
    throw refusal("USAGE", {
      where: "truncation",
      rule: "must be omitted: z of this generator is uniform in [-1, 1), which has no tails to cut off",
      got: threshold,
    });
  }
  if (!(threshold >= LEAST_TRUNCATION)) {
    throw refusal("USAGE", {
      where: "truncation",
      rule: `must be at least ${LEAST_TRUNCATION}: below that, all images are alike`,
      got: threshold,
    });
  }
  for (let i = 0; i < z.length; i++) {
    while (Math.abs(z[i]!) > threshold) z[i] = stream.normal();
  }
  return z;
}
