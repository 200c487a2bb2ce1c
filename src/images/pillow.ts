/**
 * Pillow's resampling: the filter is widened by the reduction, so that shrinking does not alias, and
 * normalized at the borders.
 *
 * @see Pillow, src/libImaging/Resample.c.
 */
import type { Resampler, ResizeSizes } from "./resampler.ts";
import { type ResizeWeights, tabulate } from "./weights.ts";

interface Filter {
  /** The filter is zero beyond this distance. */
  readonly support: number;
  at(distance: number): number;
}

const filters = {
  box: { support: 0.5, at: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, at: (x) => keysCubic(Math.abs(x)) },
} as const satisfies Readonly<Record<string, Filter>>;

/** The cubic convolution with a = −½. @see Keys 1981, eq. 15. */
function keysCubic(x: number): number {
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

/**
 * Pillow's `Image.resize` with one of its filters: rows first, then columns. An axis whose size does not
 * change is skipped. Pixels are rounded to 8 bits after each pass, as in Pillow's modes L and RGB; floats
 * are stored as float32, as in mode F.
 */
export function pillow(name: keyof typeof filters): Resampler {
  const weights = (from: number, to: number) => filterWeights(from, to, filters[name]);
  return {
    weights,
    ofBytes: (sizes) => bothPasses(sizes, (from, to) => passOfBytes(weights(from, to))),
    ofFloats: (sizes) => bothPasses(sizes, (from, to) => passOfFloats(weights(from, to))),
  };
}

function filterWeights(from: number, to: number, filter: Filter): ResizeWeights {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const support = filter.support * stretch;
  return tabulate(from, to, (output) => {
    const center = (output + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(from, Math.trunc(center + support + 0.5));
    const raw = Array.from({ length: end - start }, (_, i) =>
      filter.at((start + i - center + 0.5) * (1 / stretch)),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return { start, weights: raw.map((weight) => weight / sum) };
  });
}

/** Resizes one axis of values `[outer, from, inner]` to `[outer, to, inner]`. */
type Pass<A> = (values: A, inner: number) => A;

function bothPasses<A>(
  { from, to }: ResizeSizes,
  passFor: (from: number, to: number) => Pass<A>,
): (planes: A) => A {
  const unchanged = (values: A) => values;
  const [rows, columns] = ([0, 1] as const).map((axis) =>
    from[axis] === to[axis] ? unchanged : passFor(from[axis], to[axis]),
  ) as [Pass<A>, Pass<A>];
  return (planes) => rows(columns(planes, 1), to[1]);
}

const fixedOne = 2 ** 22;

/** Computes in fixed point with 22 fractional bits, rounded half up and clipped. */
function passOfBytes(table: ResizeWeights): Pass<Uint8Array> {
  const { from, to, starts, counts, taps } = table;
  const weights = Int32Array.from(table.weights, roundHalfAway);
  return (values, inner) => {
    const outer = values.length / (from * inner);
    const result = new Uint8ClampedArray(outer * to * inner);
    let place = 0;
    for (let o = 0; o < outer; o++) {
      for (let t = 0; t < to; t++) {
        const first = (o * from + starts[t]!) * inner;
        const end = t * taps + counts[t]!;
        for (let i = 0; i < inner; i++) {
          let sum = fixedOne / 2;
          for (let k = t * taps, at = first + i; k < end; k++, at += inner) {
            sum += values[at]! * weights[k]!;
          }
          result[place++] = sum >> 22;
        }
      }
    }
    return new Uint8Array(result.buffer);
  };
}

function roundHalfAway(weight: number): number {
  return Math.trunc(weight * fixedOne + (weight < 0 ? -0.5 : 0.5));
}

/** Sums in float64 and stores float32. */
function passOfFloats(table: ResizeWeights): Pass<Float32Array> {
  const { from, to, starts, counts, taps, weights } = table;
  return (values, inner) => {
    const outer = values.length / (from * inner);
    const result = new Float32Array(outer * to * inner);
    let place = 0;
    for (let o = 0; o < outer; o++) {
      for (let t = 0; t < to; t++) {
        const first = (o * from + starts[t]!) * inner;
        const end = t * taps + counts[t]!;
        for (let i = 0; i < inner; i++) {
          let sum = 0;
          for (let k = t * taps, at = first + i; k < end; k++, at += inner) {
            sum += values[at]! * weights[k]!;
          }
          result[place++] = sum;
        }
      }
    }
    return result;
  };
}
