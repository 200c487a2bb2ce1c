/**
 * OpenCV's `cv2.resize` with its default, `INTER_LINEAR`: pixel centers at half-integers, two inputs per
 * axis regardless of the reduction. Shrinking aliases, except by exactly one half, which averages four
 * pixels.
 *
 * @see OpenCV, modules/imgproc/src/resize.cpp (HResizeLinear, VResizeLinear).
 */
import { type Pairs, pairsAt, pairWeights } from "./pairs.ts";
import type { Resampler, ResizeSizes } from "./resampler.ts";

/** Pixels are computed in OpenCV's fixed point, floats in float32. */
export const opencvBilinear: Resampler = {
  weights: (from, to) => pairWeights(centeredPairs(from, to)),
  ofBytes: ({ from, to }: ResizeSizes) => {
    const columns = fixedShares(columnPairs(from[1], to[1]));
    const rows = fixedShares(centeredPairs(from[0], to[0]));
    return (planes) => verticallyInBytes(horizontallyInBytes(planes, columns), rows, to[1]);
  },
  ofFloats: ({ from, to }: ResizeSizes) => {
    const columns = columnPairs(from[1], to[1]);
    const rows = centeredPairs(from[0], to[0]);
    return (planes) => passOfFloats(passOfFloats(planes, columns, 1), rows, to[1]);
  },
};

function centeredPairs(from: number, to: number): Pairs {
  const scale = 1 / (to / from);
  return pairsAt(from, to, (output) => (output + 0.5) * scale - 0.5);
}

/** Beyond the borders OpenCV reads one column with weight 1, but two parts of one row; rounding differs. */
function columnPairs(from: number, to: number): Pairs {
  const pairs = centeredPairs(from, to);
  const { lower, upper, shares } = pairs;
  return { ...pairs, shares: shares.map((share, o) => (lower[o] === upper[o] ? 0 : share)) };
}

/** Pairs with the weights of both inputs, 11 fractional bits, rounded half to even. */
interface FixedPairs extends Pairs {
  readonly lowerWeights: Int32Array;
  readonly upperWeights: Int32Array;
}

function fixedShares(pairs: Pairs): FixedPairs {
  return {
    ...pairs,
    lowerWeights: Int32Array.from(pairs.shares, (share) => fixed(Math.fround(1 - share))),
    upperWeights: Int32Array.from(pairs.shares, fixed),
  };
}

function fixed(weight: number): number {
  const scaled = weight * 2 ** 11;
  const below = Math.floor(scaled);
  return scaled - below === 0.5 ? below + (below % 2) : Math.round(scaled);
}

/** Resizes rows `[…, from]` to integers with 11 fractional bits, without rounding. */
function horizontallyInBytes(values: Uint8Array, pairs: FixedPairs): Int32Array {
  const { from, to, lower, upper, lowerWeights, upperWeights } = pairs;
  const rows = values.length / from;
  const result = new Int32Array(rows * to);
  for (let row = 0; row < rows; row++) {
    for (let t = 0; t < to; t++) {
      const a = values[row * from + lower[t]!]!;
      const b = values[row * from + upper[t]!]!;
      result[row * to + t] = a * lowerWeights[t]! + b * upperWeights[t]!;
    }
  }
  return result;
}

/** Resizes the columns of the result of {@link horizontallyInBytes}, `[outer, from, width]`, to pixels. */
function verticallyInBytes(values: Int32Array, pairs: FixedPairs, width: number): Uint8Array {
  const { from, to, lower, upper, lowerWeights, upperWeights } = pairs;
  const outer = values.length / (from * width);
  const result = new Uint8ClampedArray(outer * to * width);
  let place = 0;
  for (let o = 0; o < outer; o++) {
    for (let t = 0; t < to; t++) {
      const a = (o * from + lower[t]!) * width;
      const b = (o * from + upper[t]!) * width;
      const [weightA, weightB] = [lowerWeights[t]!, upperWeights[t]!];
      for (let i = 0; i < width; i++) {
        const partA = (weightA * (values[a + i]! >> 4)) >> 16;
        const partB = (weightB * (values[b + i]! >> 4)) >> 16;
        result[place++] = (partA + partB + 2) >> 2;
      }
    }
  }
  return new Uint8Array(result.buffer);
}

/** a · (1 − share) + b · share along one axis of `[outer, from, inner]`, stored as float32. */
function passOfFloats(values: Float32Array, pairs: Pairs, inner: number): Float32Array {
  const { from, to, lower, upper, shares } = pairs;
  const outer = values.length / (from * inner);
  const result = new Float32Array(outer * to * inner);
  let place = 0;
  for (let o = 0; o < outer; o++) {
    for (let t = 0; t < to; t++) {
      const a = (o * from + lower[t]!) * inner;
      const b = (o * from + upper[t]!) * inner;
      const share = shares[t]!;
      for (let i = 0; i < inner; i++) {
        result[place++] = values[a + i]! * Math.fround(1 - share) + values[b + i]! * share;
      }
    }
  }
  return result;
}
