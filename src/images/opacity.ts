/** Images with opacity, RGBA `[N, 4, H, W]`: colors that do not depend on it, and how much of them is seen. */

/**
 * Colors of bytes times their opacity, in place, rounded as Pillow does it between its modes RGBA and RGBa.
 *
 * @param planes one image: red, green, blue, opacity.
 */
export function weightByOpacity(planes: Uint8Array): void {
  const plane = planes.length / 4;
  for (let i = 0; i < 3 * plane; i++) {
    const product = (planes[i] as number) * (planes[3 * plane + (i % plane)] as number) + 128;
    planes[i] = ((product >> 8) + product) >> 8;
  }
}

/** The inverse of {@link weightByOpacity}, as far as there is one: what is transparent stays as it is. */
export function unweightByOpacity(planes: Uint8Array): void {
  const plane = planes.length / 4;
  for (let i = 0; i < 3 * plane; i++) {
    const opacity = planes[3 * plane + (i % plane)] as number;
    if (opacity === 0) continue;
    planes[i] = Math.min(255, Math.floor((255 * (planes[i] as number)) / opacity));
  }
}

/**
 * Writes images with opacity as ones in color, laid on white. Bytes are rounded to the nearest; floats, from 0
 * to 255 or slightly outside, are not rounded, and their opacity is limited to that range.
 *
 * @param images `[N, 4, H, W]`
 * @param out `[N, 3, H, W]`
 * @param plane pixels of an image.
 */
export function layOnWhite<Data extends Uint8Array | Uint8ClampedArray | Float32Array>(
  images: Data,
  out: Data,
  plane: number,
): void {
  const rounding = out instanceof Float32Array ? 0 : 0.5;
  for (let i = 0; i < out.length; i++) {
    const place = i % (3 * plane);
    const image = (4 * (i - place)) / 3;
    const share = (images[image + 3 * plane + (place % plane)] as number) / 255;
    const opacity = Math.min(1, Math.max(0, share));
    out[i] = (images[image + place] as number) * opacity + 255 * (1 - opacity) + rounding;
  }
}

/**
 * Images in [-1, 1] as they are seen: with opacity, colors times it, so that those of transparent places do not
 * count; others as they are.
 *
 * @param shape `[C, H, W]`; 4 channels are red, green, blue and opacity.
 */
export function asSeen(
  images: Float32Array,
  [channels, height, width]: readonly [number, number, number],
): Float32Array {
  if (channels !== 4) return images;
  const plane = height * width;
  return images.map((value, i) => {
    const place = i % (4 * plane);
    if (place >= 3 * plane) return value;
    const opacity = images[i - place + 3 * plane + (place % plane)] as number;
    return ((value + 1) * (opacity + 1)) / 2 - 1;
  });
}
