/** Interpolation between two neighboring inputs, regardless of the reduction. */
import { type ResizeWeights, tabulate } from "./weights.ts";

/** Each output o lies between the inputs `lower[o]` and `upper[o]`. */
export interface Pairs {
  readonly from: number;
  readonly to: number;
  readonly lower: Int32Array;
  /** The next input, or the same one beyond the borders. */
  readonly upper: Int32Array;
  /** The position of o between `lower` (0) and `upper` (1); 0 ≤ share < 1. */
  readonly shares: Float32Array;
}

/** The pairs for outputs at the input positions `placeOf(o)`, rounded to float32. */
export function pairsAt(from: number, to: number, placeOf: (output: number) => number): Pairs {
  const places = Float32Array.from({ length: to }, (_, output) => placeOf(output));
  const within = (input: number) => Math.min(Math.max(input, 0), from - 1);
  return {
    from,
    to,
    lower: Int32Array.from(places, (place) => within(Math.floor(place))),
    upper: Int32Array.from(places, (place) => within(Math.floor(place) + 1)),
    shares: places.map((place) => place - Math.floor(place)),
  };
}

/** The pairs as a table of weights. */
export function pairWeights({ from, to, lower, upper, shares }: Pairs): ResizeWeights {
  return tabulate(from, to, (output) => {
    const [start, share] = [lower[output]!, shares[output]!];
    const alone = start === upper[output] || share === 0;
    return { start, weights: alone ? [1] : [1 - share, share] };
  });
}
