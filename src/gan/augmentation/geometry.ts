/** Where the pixels of an image come from. */
import type { Builder, Value } from "../../graph/index.ts";
import type { ImagesShape, Transform } from "./augmentation.ts";

/**
 * The transpose of the images whose number `turned` is above ½; the others stay as they are. With a reversed axis it
 * is a quarter turn. Images that are not square have no such number and stay as they are.
 */
export const turning: Transform = {
  numbers: ([n, , h, w]) => (h === w ? { turned: [n, 1, 1, 1] } : {}),
  apply(g, x, { turned }) {
    if (turned === undefined) return x;
    return g.where(g.greater(turned, 0.5), g.transpose(x, { permutation: [0, 1, 3, 2] }), x);
  },
};

/**
 * Bilinear interpolation on a grid along the axes: pixel (i, j) of the result is the image at the place
 * (`rows`[i], `columns`[j]), in pixels from the centre of the first one. The image is 0 beyond its border.
 *
 * Computed as R X Cᵀ for each channel X, with R[i, k] = max(0, 1 − |rows[i] − k|), and C alike.
 */
export const resampling: Transform = {
  numbers: ([n, , h, w]) => ({ rows: [n, 1, h, 1], columns: [n, 1, 1, w] }),
  apply(g, x, { rows, columns }) {
    const [n, c, h, w] = x.shape as ImagesShape;
    const plain = { transposeA: false, transposeB: false };
    const down = weights(g, rows!, g.constant(count(h), [1, 1, 1, h]));
    const across = weights(g, columns!, g.constant(count(w), [1, 1, w, 1]));
    const moved = g.matmul(g.expand(down, { shape: [n, c, h, h] }), x, plain);
    return g.matmul(moved, g.expand(across, { shape: [n, c, w, w] }), plain);
  },
};

/** max(0, 1 − |places − pixels|) */
function weights(g: Builder, places: Value, pixels: Value): Value {
  return g.relu(g.sub(1, g.abs(g.sub(places, pixels))));
}

function count(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}

/**
 * The place within an axis of `size` pixels that is seen at `place` when the image is mirrored at the centres of its
 * outermost pixels, over and over.
 */
export function reflected(place: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const within = ((place % period) + period) % period;
  return Math.min(within, period - within);
}
