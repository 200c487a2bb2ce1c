/** The one-dimensional linear maps that all resize methods are built from. */

/**
 * A linear map from `from` samples to `to` samples: output o is the sum over i < `counts[o]` of
 * `weights[o · taps + i]` times input `starts[o] + i`.
 */
export interface ResizeWeights {
  readonly from: number;
  readonly to: number;
  /** The first input of each output, `[to]`. */
  readonly starts: Int32Array;
  /** The number of inputs of each output, `[to]`; 1 … `taps`. */
  readonly counts: Int32Array;
  /** The greatest number of inputs of an output. */
  readonly taps: number;
  /** `[to, taps]`; zeros after an output's inputs. Every row sums to 1. */
  readonly weights: Float64Array;
}

/** The inputs of one output: the first of them, and the weight of each. */
export interface Window {
  readonly start: number;
  readonly weights: readonly number[];
}

/** Builds the table whose output o has the inputs `windowOf(o)`. */
export function tabulate(
  from: number,
  to: number,
  windowOf: (output: number) => Window,
): ResizeWeights {
  const windows = Array.from({ length: to }, (_, output) => windowOf(output));
  const taps = Math.max(...windows.map((window) => window.weights.length));
  const weights = new Float64Array(to * taps);
  windows.forEach((window, output) => {
    weights.set(window.weights, output * taps);
  });
  return {
    from,
    to,
    starts: Int32Array.from(windows, (window) => window.start),
    counts: Int32Array.from(windows, (window) => window.weights.length),
    taps,
    weights,
  };
}

/**
 * The map as a matrix M, float32 `[to, from]` in row-major order: a plane X becomes
 * M_height · X · M_widthᵀ.
 */
export function denseWeights({
  from,
  to,
  starts,
  counts,
  taps,
  weights,
}: ResizeWeights): Float32Array {
  const dense = new Float32Array(to * from);
  for (let output = 0; output < to; output++) {
    const row = weights.subarray(output * taps, output * taps + counts[output]!);
    dense.set(row, output * from + starts[output]!);
  }
  return dense;
}
