/** Noise that leads from one image to another. */
import type { Latent } from "../../gan/latent/index.ts";
import { sampleNoise } from "../trained/index.ts";

/**
 * Noise for rows that each interpolate between two points in `columns` steps: float32
 * `[rows·columns, latent]`. Both end points are drawn as z is; between them see {@link betweenOf}.
 */
export function interpolationNoise(
  seed: number,
  rows: number,
  columns: number,
  latent: Latent,
  truncation?: number | undefined,
): Float32Array {
  const { latentSize } = latent;
  const between = betweenOf(latent);
  const ends = sampleNoise(seed, 2 * rows, latent, truncation);
  const out = new Float32Array(rows * columns * latentSize);
  for (let row = 0; row < rows; row++) {
    const from = ends.subarray(2 * row * latentSize, (2 * row + 1) * latentSize);
    const to = ends.subarray((2 * row + 1) * latentSize, (2 * row + 2) * latentSize);
    for (let column = 0; column < columns; column++) {
      const share = columns === 1 ? 0 : column / (columns - 1);
      out.set(between(from, to, share), (row * columns + column) * latentSize);
    }
  }
  return out;
}

/** The point between two, of a share of the way from the first. */
export type Between = (from: Float32Array, to: Float32Array, share: number) => Float32Array;

/**
 * How to go from one z to another. Between normal ones, the direction turns at a constant rate (spherical
 * interpolation) and the length changes linearly: a draw from N(0, 1) has nearly always a length near the square
 * root of its size, and so has every point on this way, while the middle of a straight line is far shorter than
 * what the generator was trained on (White 2016, "Sampling generative networks"). Between uniform ones every
 * number changes linearly, so that it stays in its range.
 */
export function betweenOf({ latentDistribution }: Latent): Between {
  return latentDistribution === "uniform" ? mixture : turn;
}

function mixture(from: Float32Array, to: Float32Array, share: number): Float32Array {
  return from.map((x, i) => (1 - share) * x + share * to[i]!);
}

function turn(from: Float32Array, to: Float32Array, share: number): Float32Array {
  const length = (x: Float32Array) => Math.hypot(...x);
  const [a, b] = [length(from), length(to)];
  const cosine = from.reduce((sum, x, i) => sum + x * to[i]!, 0) / (a * b);
  const angle = Math.acos(Math.min(Math.max(cosine, -1), 1));
  const straight = angle < 1e-6;
  const p = straight ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle);
  const q = straight ? share : Math.sin(share * angle) / Math.sin(angle);
  const target = (1 - share) * a + share * b;
  return from.map((x, i) => target * ((p * x) / a + (q * to[i]!) / b));
}
