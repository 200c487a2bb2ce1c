/** The curves in the plane along which the sets `swiss-roll` and `moons` lie. */
import type { RandomStream } from "../../random.ts";
import type { Point } from "./mixture.ts";

/** How far the spiral's outer end lies from the origin. */
const rollRadius = 2;

/**
 * A point of the spiral (t·cos t, t·sin t), t uniform in 1.5π … 4.5π, scaled to a radius of ⅔ … 2.
 *
 * The first and third coordinate of the Swiss roll as scikit-learn's `make_swiss_roll` draws it.
 * @see Marsland 2009, Machine Learning: An Algorithmic Perspective, ch. 10.
 */
export function rollPoint(stream: RandomStream): Point {
  const t = 1.5 * Math.PI * (1 + 2 * stream.uniform());
  const radius = (rollRadius * t) / (4.5 * Math.PI);
  return [radius * Math.cos(t), radius * Math.sin(t)];
}

/**
 * A point of one of two interleaving half circles of radius 1, at a uniform angle: the upper one
 * (label 0) around (−0.5, −0.25), the lower one (label 1) around (0.5, 0.25).
 *
 * The half circles of scikit-learn's `make_moons`, moved to the origin.
 */
export function moonPoint(label: number, stream: RandomStream): Point {
  const angle = Math.PI * stream.uniform();
  const sign = label === 0 ? 1 : -1;
  return [sign * (Math.cos(angle) - 0.5), sign * (Math.sin(angle) - 0.25)];
}
