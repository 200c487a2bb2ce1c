/**
 * Images with their places outermost: a batch `[N, C, H, W]` as `[H·W, C/b, N, b]`. To the engine that is a
 * batch of H·W images in blocks, each with N places, so that every operator on blocks works on it as well;
 * and a matrix product mixes places, which is what Winograd's convolutions need.
 *
 * The places go tile by tile: those of a tile of the next tile's row after row.
 */

import type { Shape } from "../../types.ts";
import type { Emitter } from "../emitter.ts";
import type { LayoutNodes } from "./layout.ts";

/** Height or width of a tile: the outputs of one of Winograd's convolutions along one axis. */
const SIDES = [4, 3, 2];

/** The side of the tiles along an axis of so many places; 1 where none fits. */
export function tileSide(size: number): number {
  return SIDES.find((side) => size % side === 0) ?? 1;
}

/** The places `[row, column]` of images of this size in their order. */
export function placesInOrder(height: number, width: number): (readonly [number, number])[] {
  const [rows, columns] = [tileSide(height), tileSide(width)];
  const order: (readonly [number, number])[] = [];
  for (let top = 0; top < height; top += rows) {
    for (let left = 0; left < width; left += columns) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) order.push([top + i, left + j]);
      }
    }
  }
  return order;
}

/** The shape `[H·W, C, N]` that images have as a batch of places. */
export function placesShape([n = 1, c = 1, h = 1, w = 1]: Shape): readonly [
  number,
  number,
  number,
] {
  return [h * w, c, n];
}

/** From the blocks `[N, C/b, H, W, b]` to places. */
export function blocksToPlaces(
  emit: Emitter,
  { size, reshape }: LayoutNodes,
  blocks: string,
  [n = 1, c = 1, h = 1, w = 1]: Shape,
): string {
  const [rows, columns] = [tileSide(h), tileSide(w)];
  const tiles = reshape(blocks, [n, c / size, h / rows, rows, w / columns, columns, size]);
  const places = emit.node("Transpose", [tiles], { perm: [2, 4, 3, 5, 1, 0, 6] });
  return reshape(places, [h * w, c / size, n, size]);
}

/** The reverse of {@link blocksToPlaces}. */
export function placesToBlocks(
  emit: Emitter,
  { size, reshape }: LayoutNodes,
  places: string,
  [n = 1, c = 1, h = 1, w = 1]: Shape,
): string {
  const [rows, columns] = [tileSide(h), tileSide(w)];
  const tiles = reshape(places, [h / rows, w / columns, rows, columns, c / size, n, size]);
  const blocks = emit.node("Transpose", [tiles], { perm: [5, 4, 0, 2, 1, 3, 6] });
  return reshape(blocks, [n, c / size, h, w, size]);
}
