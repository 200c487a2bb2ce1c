/** Where the pixels of moved images come from. */
import type { ImagesShape } from "./augmentation.ts";
import { reflected } from "./geometry.ts";

/** How an image is moved, in this order; lengths `[across, down]` in pixels. */
export interface Placement {
  /** Left to right. */
  readonly isMirrored: boolean;
  /** 0 … 3; odd ones of square images only. */
  readonly quarterTurns: number;
  readonly blit: readonly [number, number];
  readonly scale: number;
  /** Widths times this, heights divided by it. */
  readonly stretch: number;
  readonly shift: readonly [number, number];
}

/** The image as it is. */
export const unmoved: Placement = {
  isMirrored: false,
  quarterTurns: 0,
  blit: [0, 0],
  scale: 1,
  stretch: 1,
  shift: [0, 0],
};

/**
 * Turning back takes the place (x, y) from the center to (x, y), (−y, x), (−x, −y) or (y, −x): the signs of what
 * becomes the place across and down. An odd number of turns takes the place across from that down.
 */
const SIGN_X = [1, -1, -1, 1];
const SIGN_Y = [1, 1, -1, -1];

/**
 * For each image whether it is transposed first, and the places in it, transposed or not, that the rows and columns
 * of the moved image come from. Everything happens about the center; beyond the border the image is reflected.
 */
export function placesOf(placements: readonly Placement[], [, , h, w]: ImagesShape) {
  const n = placements.length;
  const turned = new Float32Array(n);
  const [rows, columns] = [new Float32Array(n * h), new Float32Array(n * w)];
  for (const [image, placement] of placements.entries()) {
    const { isMirrored, quarterTurns, blit, scale, stretch, shift } = placement;
    const isTurned = quarterTurns % 2 === 1;
    turned[image] = isTurned ? 1 : 0;
    const signX = SIGN_X[quarterTurns]! * (isMirrored ? -1 : 1);
    const signY = SIGN_Y[quarterTurns]!;
    const along = (
      out: Float32Array,
      size: number,
      { sign, moved, times, by }: { sign: number; moved: number; times: number; by: number },
    ) => {
      const center = (size - 1) / 2;
      for (let i = 0; i < size; i++) {
        const place = (i - center - moved) / times - by;
        out[i] = reflected(sign * place + center, size);
      }
    };
    along(rows.subarray(image * h), h, {
      ...{ sign: isTurned ? signX : signY, moved: shift[1], times: scale / stretch, by: blit[1] },
    });
    along(columns.subarray(image * w), w, {
      ...{ sign: isTurned ? signY : signX, moved: shift[0], times: scale * stretch, by: blit[0] },
    });
  }
  return { turned, rows, columns };
}
