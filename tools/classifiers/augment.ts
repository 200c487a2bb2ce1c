/** Images changed at random, so that a classifier does not learn them by heart. */
import type { Drawn } from "./epochs.ts";

/** How images are moved and mirrored. */
export interface Moves {
  /** Their height and width. */
  readonly size: number;
  /** Pixels, at most. */
  readonly shift: number;
  readonly stream: Drawn["stream"];
  /** Whether the image at a place of the set is mirrored left to right. */
  readonly isMirrored: (place: number) => boolean;
}

/**
 * Color images of a set, each moved along both axes by a uniformly drawn number of pixels, with its own
 * reflection in what is left empty, and mirrored or not.
 *
 * @param images uint8 `[count, 3, size, size]`.
 * @param places of the images to give.
 */
export function movedAndMirrored(
  images: Uint8Array,
  places: Uint32Array,
  { size, shift, stream, isMirrored }: Moves,
): Uint8Array {
  const plane = size * size;
  const out = new Uint8Array(places.length * 3 * plane);
  const along = (offset: number) =>
    Int32Array.from({ length: size }, (_, i) => reflected(i + offset, size));
  for (const [i, place] of places.entries()) {
    const rows = along(stream.integer(2 * shift + 1) - shift);
    const columns = along(stream.integer(2 * shift + 1) - shift);
    if (isMirrored(place)) columns.reverse();
    for (let channel = 0; channel < 3; channel++) {
      const from = (3 * place + channel) * plane;
      const to = (3 * i + channel) * plane;
      for (let y = 0; y < size; y++) {
        const row = from + rows[y]! * size;
        for (let x = 0; x < size; x++) out[to + y * size + x] = images[row + columns[x]!]!;
      }
    }
  }
  return out;
}

/** A place beyond an edge, reflected at the pixel on the edge. */
function reflected(place: number, size: number): number {
  const distance = Math.abs(place);
  return distance < size ? distance : 2 * (size - 1) - distance;
}

/** How digits are distorted: each number is drawn uniformly from −its value to it. */
export interface Distortion {
  /** Degrees. */
  readonly rotation: number;
  /** Horizontal shift of a row, in parts of its distance from the middle. */
  readonly shear: number;
  /** The natural logarithm of the factor. */
  readonly scale: number;
  /** Pixels. */
  readonly shift: number;
}

/**
 * Gray images of a set in the middle of larger ones, distorted by a random affine map about their middle, with
 * bilinear interpolation and black around them.
 *
 * @param images uint8 `[count, 1, from, from]`.
 * @param places of the images to give.
 * @returns uint8 `[places, 1, to, to]`.
 */
export function distorted(
  images: Uint8Array,
  places: Uint32Array,
  { from, to, stream, ...most }: Distortion & { from: number; to: number; stream: Drawn["stream"] },
): Uint8Array {
  const out = new Uint8Array(places.length * to * to);
  const within = (limit: number) => (2 * stream.uniform() - 1) * limit;
  const [inner, outer] = [(from - 1) / 2, (to - 1) / 2];
  for (const [i, place] of places.entries()) {
    const angle = (within(most.rotation) * Math.PI) / 180;
    const shear = within(most.shear);
    // the map leads from the new image to the old one
    const [wide, high] = [Math.exp(-within(most.scale)), Math.exp(-within(most.scale))];
    const [right, down] = [within(most.shift), within(most.shift)];
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const image = images.subarray(place * from * from, (place + 1) * from * from);
    const at = (y: number, x: number) =>
      x >= 0 && y >= 0 && x < from && y < from ? image[y * from + x]! : 0;
    for (let y = 0; y < to; y++) {
      for (let x = 0; x < to; x++) {
        const [dx, dy] = [x - outer - right, y - outer - down];
        const u = (cos * dx + sin * dy + shear * dy) * wide + inner;
        const v = (cos * dy - sin * dx) * high + inner;
        const [left, top] = [Math.floor(u), Math.floor(v)];
        const [p, q] = [u - left, v - top];
        const value =
          (1 - q) * ((1 - p) * at(top, left) + p * at(top, left + 1)) +
          q * ((1 - p) * at(top + 1, left) + p * at(top + 1, left + 1));
        out[(i * to + y) * to + x] = Math.round(value);
      }
    }
  }
  return out;
}
