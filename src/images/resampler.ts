import type { ResizeWeights } from "./weights.ts";

/** Height and width in pixels. */
export type ImageSize = readonly [height: number, width: number];

/** What a {@link Resampler} is prepared for. */
export interface ResizeSizes {
  readonly from: ImageSize;
  readonly to: ImageSize;
}

/** A library's way to resize: its weights, and the arithmetic in which it applies them. */
export interface Resampler {
  /** What one axis does. */
  weights(from: number, to: number): ResizeWeights;
  /** A function of any number of planes of pixels, 0 … 255. */
  ofBytes(sizes: ResizeSizes): (planes: Uint8Array) => Uint8Array;
  /** A function of any number of planes. */
  ofFloats(sizes: ResizeSizes): (planes: Float32Array) => Float32Array;
}
