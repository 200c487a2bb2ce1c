/** Images in [-1, 1] as bytes 0 … 255, rounded to the nearest: round(127.5·(x + 1)). */
export function toPixels(images: Float32Array): Uint8ClampedArray {
  return Uint8ClampedArray.from(images, (x) => 127.5 * (x + 1));
}
