/** Ways to spoil images: uint8 `[N, C, H, W]` to the same. */

/** Adds independent N(0, σ²) to every value, σ in gray levels; rounds and clips. */
export function addNoise(images, sigma, stream) {
  if (sigma === 0) return images;
  return Uint8ClampedArray.from(images, (value) => value + sigma * stream.normal());
}

/** Convolves with a Gaussian of σ pixels, cut off at 3σ, edges repeated; rounds and clips. */
export function blur(images, sigma, size) {
  if (sigma === 0) return images;
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((a, b) => a + b);
  const kernel = Float32Array.from(weights, (weight) => weight / total);
  const out = new Uint8ClampedArray(images.length);
  const rows = new Float32Array(size * size);
  const inside = (place) => Math.min(size - 1, Math.max(0, place));
  for (let plane = 0; plane < images.length; plane += size * size) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        let sum = 0;
        for (let k = -reach; k <= reach; k++) {
          sum += kernel[k + reach] * images[plane + y * size + inside(x + k)];
        }
        rows[y * size + x] = sum;
      }
    }
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        let sum = 0;
        for (let k = -reach; k <= reach; k++) {
          sum += kernel[k + reach] * rows[inside(y + k) * size + x];
        }
        out[plane + y * size + x] = sum;
      }
    }
  }
  return out;
}
