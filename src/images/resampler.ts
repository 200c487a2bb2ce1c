import type { ResizeWeights } from "./weights.ts";

/** Height and width in pixels. */
export type ImageSize = readonly [height: number, width: number];

/** The input and output sizes that a {@link Resampler} is prepared for. */
export interface ResizeSizes {
  readonly from: ImageSize;
  readonly to: ImageSize;
}

/** How a library resizes: its weights, and the arithmetic in which it applies them. */
export interface Resampler {
  /** The weights along one axis. */
  weights(from: number, to: number): ResizeWeights;
  /** A function that resizes any number of planes of pixels, 0 … 255. */
  ofBytes(sizes: ResizeSizes): (planes: Uint8Array) => Uint8Array;
  /** A function that resizes any number of planes of floats. */
  ofFloats(sizes: ResizeSizes): (planes: Float32Array) => Float32Array;
}
