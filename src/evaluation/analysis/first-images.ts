/** Images in the form that the discriminator gets them. */
import type { AnalyzedImages } from "../../analysis/index.ts";
import type { ImageSource } from "../subject/index.ts";

/**
 * The first images of a source in the order of this seed, batch by batch; a pixel x becomes x/127.5 − 1.
 *
 * @param points whether they are points in the plane, which are not scaled.
 */
export async function* scaledBatches(
  source: ImageSource,
  count: number,
  seed: number,
  points: boolean,
): AsyncGenerator<AnalyzedImages> {
  for await (const { values, labels } of source.batches(count, seed)) {
    yield { images: Float32Array.from(values, (x) => (points ? x : x / 127.5 - 1)), labels };
  }
}

/** All of {@link scaledBatches} together. */
export async function firstImages(
  source: ImageSource,
  count: number,
  seed: number,
  points: boolean,
): Promise<Required<AnalyzedImages>> {
  const length = source.shape.reduce((a, b) => a * b, 1);
  const images = new Float32Array(count * length);
  const labels = new Int32Array(count);
  let done = 0;
  for await (const batch of scaledBatches(source, count, seed, points)) {
    images.set(batch.images, done * length);
    if (batch.labels !== undefined) labels.set(batch.labels, done);
    done += batch.images.length / length;
  }
  return { images, labels };
}
