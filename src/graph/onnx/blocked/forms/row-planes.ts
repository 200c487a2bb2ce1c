/** Sums of rows of an image, one for each tile of rows, as minimal filtering along the rows takes them. */
import { type ConvContext, convNode } from "../convolution.ts";

/** Which rows of an image a tile's sum takes: from `first` on, the next tile's `distance` further. */
export interface RowTiles {
  readonly first: number;
  readonly distance: number;
  readonly tiles: number;
}

/**
 * For each tile Σₖ weights[k]·(row first + k of the tile), rows outside of the image being 0: a Conv of
 * each channel by itself.
 *
 * @param x blocks of the images, in the shape of `shape`.
 * @param shape `[N, C, H, W]`
 * @returns blocks of `[N, C, tiles, W]`, in that shape.
 */
export function rowPlane(
  { emit, layout: { size } }: ConvContext,
  x: string,
  [, channels = 1, height = 1]: readonly number[],
  weights: readonly number[],
  { first, distance, tiles }: RowTiles,
): string {
  // a Conv has no negative padding: the sum begins at or before the first row, and ends so late that there
  // are no more tiles
  let from = weights.findIndex((weight) => weight !== 0);
  let to = weights.findLastIndex((weight) => weight !== 0);
  while (first + from > 0) from -= 1;
  const rest = () => height - (first + to + 1) - (tiles - 1) * distance;
  while (rest() >= distance) to += 1;
  const taps = Array.from({ length: to - from + 1 }, (_, i) => weights[from + i] ?? 0);
  const kernels = emit.node("Expand", [
    emit.floats(taps, [1, taps.length, 1]),
    emit.int64([channels / size, taps.length, size]),
  ]);
  return convNode(
    emit,
    { x, kernels: emit.node("Reshape", [kernels, emit.int64([channels, 1, taps.length, 1])]) },
    {
      kernel_shape: [taps.length, 1],
      strides: [distance, 1],
      pads: [-(first + from), 0, Math.max(0, -rest()), 0],
      dilations: [1, 1],
      group: channels,
    },
  );
}
