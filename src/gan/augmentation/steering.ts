/** How adaptive augmentation finds its probability. */
import { z } from "zod";

/** How the probability p is steered. */
export interface Steering {
  /** The overfitting measure r that is aimed at. */
  readonly target: number;
  /** Discriminator steps between changes of p. */
  readonly interval: number;
  /** Real images in which p goes from 0 to 1. */
  readonly speed: number;
  /** The largest p, in (0, 1]. */
  readonly limit: number;
}

/** Where the steering is; JSON-safe. */
export const steeringState = z.strictObject({
  /** The probability. */
  p: z.number().min(0).max(1),
  /** The sum of mean signs since p was last changed. */
  signs: z.number(),
  /** The discriminator steps since then. */
  steps: z.int().nonnegative(),
  /** The overfitting measure of the last whole interval; `null` before the first has passed. */
  r: z.number().min(-1).max(1).nullable(),
});
export type SteeringState = Readonly<z.infer<typeof steeringState>>;

/** Before the first step: no image is changed. */
export const STEERING_START: SteeringState = { p: 0, signs: 0, steps: 0, r: null };

/**
 * The state after a discriminator step: at the end of an interval p rises where r = E sign D(x), the mean over the
 * interval, is above the target, and falls where it is below, by `interval`·`batchSize`/`speed`; it stays in
 * [0, `limit`].
 *
 * Differs from the authors' code, where p has no upper limit: above 1 it changes nothing but the time until it has
 * any effect again.
 *
 * @param sign the mean sign of D's outputs on the step's real images.
 * @see Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", eq. 1 and section 3.
 */
export function steered(
  { p, signs, steps, r }: SteeringState,
  { target, interval, speed, limit }: Steering,
  sign: number,
  batchSize: number,
): SteeringState {
  const sum = signs + sign;
  if (steps + 1 < interval) return { p, signs: sum, steps: steps + 1, r };
  const measured = sum / (steps + 1);
  const change = (Math.sign(measured - target) * batchSize * (steps + 1)) / speed;
  return { p: Math.min(Math.max(p + change, 0), limit), signs: 0, steps: 0, r: measured };
}
