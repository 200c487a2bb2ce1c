/** Ways to spoil images: uint8 `[N, C, H, W]` to the same. */
import type { RandomStream } from "./set.ts";

/** Adds independent N(0, σ²) to every value, σ in gray levels; rounds and clips. */
export function addNoise(images: Uint8Array, sigma: number, stream: RandomStream): Uint8Array {
  if (sigma === 0) return images;
  const noisy = Uint8ClampedArray.from(images, (value) => value + sigma * stream.normal());
  return Uint8Array.from(noisy);
}

/** Convolves with a Gaussian of σ pixels, cut off at 3σ, edges repeated; rounds and clips. */
export function blur(images: Uint8Array, sigma: number, size: number): Uint8Array {
  if (sigma === 0) return images;
  const kernel = gaussian(sigma);
  const reach = (kernel.length - 1) / 2;
  const out = new Uint8ClampedArray(images.length);
  const rows = new Float32Array(size * size);
  const inside = (place: number) => Math.min(size - 1, Math.max(0, place));
  /** The weighted sum of the values around a place. */
  const around = (valueAt: (offset: number) => number) =>
    kernel.reduce((sum, weight, k) => sum + weight * valueAt(k - reach), 0);
  for (let plane = 0; plane < images.length; plane += size * size) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        rows[y * size + x] = around((k) => images[plane + y * size + inside(x + k)]!);
      }
    }
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        out[plane + y * size + x] = around((k) => rows[inside(y + k) * size + x]!);
      }
    }
  }
  return Uint8Array.from(out);
}

/** The weights of a Gaussian from −3σ to 3σ; they add up to 1. */
function gaussian(sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((a, b) => a + b);
  return Float32Array.from(weights, (weight) => weight / total);
}
