/**
 * TensorFlow 1's `resize_bilinear` with its defaults, `align_corners=False` and
 * `half_pixel_centers=False`: output o reads position o · from / to. Shrinking aliases, and enlarging
 * shifts the image up and to the left.
 *
 * @see TensorFlow, core/kernels/image/resize_bilinear_op.cc and image_resizer_state.h (LegacyScaler).
 */
import { type Pairs, pairsAt, pairWeights } from "./pairs.ts";
import type { Resampler, ResizeSizes } from "./resampler.ts";

/** TensorFlow's results are float32; results for pixels are then rounded to pixels, half to even. */
export const tensorflowBilinear: Resampler = {
  weights: (from, to) => pairWeights(legacyPairs(from, to)),
  ofFloats,
  ofBytes: (sizes) => {
    const resize = ofFloats(sizes);
    return (planes) =>
      new Uint8Array(Uint8ClampedArray.from(resize(Float32Array.from(planes))).buffer);
  },
};

function legacyPairs(from: number, to: number): Pairs {
  const scale = Math.fround(from / to);
  return pairsAt(from, to, (output) => output * scale);
}

function ofFloats({ from, to }: ResizeSizes): (planes: Float32Array) => Float32Array {
  const rows = legacyPairs(from[0], to[0]);
  const columns = legacyPairs(from[1], to[1]);
  return (planes) => pass(pass(planes, columns, 1), rows, to[1]);
}

/** a + (b − a) · share along one axis of `[outer, from, inner]`, each step rounded to float32. */
function pass(values: Float32Array, pairs: Pairs, inner: number): Float32Array {
  const { from, to, lower, upper, shares } = pairs;
  const { fround } = Math;
  const outer = values.length / (from * inner);
  const result = new Float32Array(outer * to * inner);
  let place = 0;
  for (let o = 0; o < outer; o++) {
    for (let t = 0; t < to; t++) {
      const a = (o * from + lower[t]!) * inner;
      const b = (o * from + upper[t]!) * inner;
      for (let i = 0; i < inner; i++) {
        const base = values[a + i]!;
        result[place++] = base + fround(fround(values[b + i]! - base) * shares[t]!);
      }
    }
  }
  return result;
}
