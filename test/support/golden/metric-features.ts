/** Features from a formula: what `scripts/golden/metric_features.py` has, number by number. */
import type { FeatureMatrix } from "../../../src/metrics/index.ts";

const COMMON = 16;

/** 32 random bits for each of 0 … count − 1. */
export function bits(seed: number, count: number): Uint32Array {
  const start = Math.imul(seed, 0x9e3779b9);
  return Uint32Array.from({ length: count }, (_, i) => {
    let x = (i + start) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    return x ^ (x >>> 16);
  });
}

/** Whole multiples of 2⁻²⁰ in [0, 1). */
export function uniform(seed: number, count: number): Float32Array {
  return Float32Array.from(bits(seed, count), (x) => (x >>> 12) / 2 ** 20);
}

export function features(seed: number, rows: number, columns: number, shift = 0): FeatureMatrix {
  const own = uniform(2 * seed, rows * columns);
  const common = uniform(2 * seed + 1, rows * COMMON);
  const data = own.map((value, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const sum = value + common[row * COMMON + (column % COMMON)]! - 0.5 + shift;
    return Math.max(sum, 0) * 2 ** -(column % 4);
  });
  return { data, rows, columns };
}

/** Whole numbers 0 … sides − 1, more or less `offset`: many ties, many copies. */
export function lattice(
  seed: number,
  rows: number,
  columns: number,
  sides: number,
  offset = 0,
): FeatureMatrix {
  const data = Float64Array.from(bits(seed, rows * columns), (x) => (x % sides) + offset);
  return { data, rows, columns };
}

/** A stream of permutations. */
export function permutations(seed: number) {
  let current = seed;
  return {
    permutation(count: number): Uint32Array {
      const keys = bits(++current, count);
      return Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
    },
  };
}
