/** Images over and over. */
import type { AnalyzedImages } from "./subject.ts";

/**
 * The images again and again, with their labels, until there are so many; the last round may be a part.
 *
 * @param count  how many there are, ≥ 1.
 * @param wanted how many there will be.
 */
export function repeated(
  { images, labels }: AnalyzedImages,
  count: number,
  wanted: number,
): AnalyzedImages {
  const length = (images.length / count) * wanted;
  return {
    images: Float32Array.from({ length }, (_, i) => images[i % images.length]!),
    labels: labels && Int32Array.from({ length: wanted }, (_, i) => labels[i % count]!),
  };
}
