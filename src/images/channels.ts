/** Images `[N, C, H, W]` in gray (one channel) and in color (red, green, blue). */

/** The shares of red, green and blue in gray, in 65 536ths: the luma of ITU-R 601, as Pillow has it. */
const [RED, GREEN, BLUE] = [19_595, 38_470, 7_471];

/**
 * Writes gray images as ones in color: the same value in each channel.
 *
 * @param out as many images with three channels.
 * @param plane pixels of an image.
 */
export function toColor<Data extends Uint8Array | Float32Array>(
  gray: Data,
  out: Data,
  plane: number,
): void {
  for (let start = 0; start < gray.length; start += plane) {
    const image = gray.subarray(start, start + plane) as Data;
    for (let channel = 0; channel < 3; channel++) out.set(image, 3 * start + channel * plane);
  }
}

/**
 * Writes color images as gray ones: (19595 R + 38470 G + 7471 B) / 2^16. Bytes are rounded as Pillow rounds them;
 * floats are not rounded.
 *
 * @param out as many images with one channel.
 * @param plane pixels of an image.
 */
export function toGray<Data extends Uint8Array | Float32Array>(
  color: Data,
  out: Data,
  plane: number,
): void {
  const isBytes = out instanceof Uint8Array;
  for (let i = 0; i < out.length; i++) {
    const red = 3 * (i - (i % plane)) + (i % plane);
    const sum =
      RED * (color[red] as number) +
      GREEN * (color[red + plane] as number) +
      BLUE * (color[red + 2 * plane] as number);
    out[i] = isBytes ? (sum + 0x8000) >> 16 : sum / 0x10000;
  }
}
