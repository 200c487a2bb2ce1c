/** The curves in the plane along which the sets `swiss-roll` and `moons` lie. */
import type { RandomStream } from "../../random.ts";
import type { Point } from "./mixture.ts";

/** How far the spiral's outer end lies from the origin. */
export const rollRadius = 0.9;

/**
 * A point of the spiral (t·cos t, t·sin t), t uniform in 1.5π … 4.5π, scaled to a radius of 0.3 … 0.9.
 *
 * The first and third coordinate of the Swiss roll as scikit-learn's `make_swiss_roll` draws it.
 * @see Marsland 2009, Machine Learning: An Algorithmic Perspective, ch. 10.
 */
export function rollPoint(stream: RandomStream): Point {
  const t = 1.5 * Math.PI * (1 + 2 * stream.uniform());
  const radius = (rollRadius * t) / (4.5 * Math.PI);
  return [radius * Math.cos(t), radius * Math.sin(t)];
}

/** The radius of each half circle of `moons`. */
export const moonRadius = 0.6;

/**
 * A point of one of two interleaving half circles of radius 0.6, at a uniform angle: the upper one
 * (label 0) around (−0.3, −0.15), the lower one (label 1) around (0.3, 0.15).
 *
 * The half circles of scikit-learn's `make_moons`, moved to the origin and scaled by 0.6.
 */
export function moonPoint(label: number, stream: RandomStream): Point {
  const angle = Math.PI * stream.uniform();
  const sign = label === 0 ? 1 : -1;
  return [
    sign * moonRadius * (Math.cos(angle) - 0.5),
    sign * moonRadius * (Math.sin(angle) - 0.25),
  ];
}
