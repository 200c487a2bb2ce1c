import type { FeatureExtractor } from "../../src/metrics/extractors/index.ts";

/**
 * An extractor for tests: the mean of each quarter of each channel. Its three class scores are the
 * channels' means.
 *
 * @param onImages told how many images it is given.
 */
export function blockMeans(onImages: (count: number) => void): FeatureExtractor {
  return {
    name: "block-means",
    sha256: "0".repeat(64),
    input: { channels: 3, size: null, resizer: "none" },
    dimension: 12,
    classes: 3,
    madeFor: null,
    async extract(images, [count, channels, height, width]) {
      onImages(count);
      const features = new Float32Array(count * 12);
      const logits = new Float32Array(count * 3);
      for (let n = 0; n < count; n++) {
        for (let c = 0; c < channels; c++) {
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const value = images[((n * channels + c) * height + y) * width + x]!;
              const block = 2 * Math.floor((2 * y) / height) + Math.floor((2 * x) / width);
              features[n * 12 + 4 * c + block]! += (4 * value) / (height * width);
              logits[n * 3 + c]! += value / (50 * height * width);
            }
          }
        }
      }
      return { features, logits };
    },
    release: async () => {},
  };
}
