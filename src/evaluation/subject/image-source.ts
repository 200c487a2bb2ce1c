/** Images to be measured, from any source, in one fixed order. */
import { emptyImages, type ImageDataset } from "../../data/index.ts";
import type { GanModel } from "../../gan/index.ts";
import { drawLatent, type Latent } from "../../gan/latent/index.ts";
import type { Images } from "../../images/index.ts";
import { randomStream } from "../../random.ts";

/** The number of images per batch. */
export const BATCH = 64;

/** A batch of images with their classes. */
export interface MeasuredBatch {
  /** `[count, C, H, W]`: pixels from 0 to 255, not rounded if they are float32; points are not scaled. */
  readonly values: Images;
  /** int32 `[count]`; `undefined` if the classes are unknown. */
  readonly labels: Int32Array | undefined;
  readonly count: number;
}

/** A sequence of images that can be read again from its start. */
export interface ImageSource {
  readonly shape: readonly [channels: number, height: number, width: number];
  /** The number of images; `null` if unlimited. */
  readonly count: number | null;
  /**
   * The first `count` images.
   *
   * @param count at most the number of images.
   * @param seed  determines the order of a data set's images, or a generator's noise. The first images of a
   *   seed do not depend on `count`.
   */
  batches(count: number, seed: number): AsyncIterable<MeasuredBatch>;
}

/** The images of a data set in an order that depends on the seed. */
export function datasetSource(dataset: ImageDataset): ImageSource {
  const { count, channels, height, width } = dataset;
  return {
    shape: [channels, height, width],
    count,
    async *batches(wanted, seed) {
      const order = datasetOrder(dataset, wanted, seed);
      for (let start = 0; start < wanted; start += BATCH) {
        yield readBatch(dataset, order.subarray(start, start + BATCH));
      }
    },
  };
}

/** The positions of the images that {@link datasetSource} reads, `[count]`. */
export function datasetOrder(dataset: ImageDataset, count: number, seed: number): Uint32Array {
  return randomStream(seed, "evaluation/real").permutation(dataset.count).subarray(0, count);
}

/** The images of a data set at the given positions. */
export async function readBatch(
  dataset: ImageDataset,
  indices: Uint32Array,
): Promise<MeasuredBatch> {
  const values = emptyImages(dataset, indices.length);
  await dataset.read(indices, values);
  const labels = Int32Array.from(indices, (i) => dataset.labels[i] as number);
  return { values, labels, count: indices.length };
}

/** The shapes of a generator's inputs and outputs. */
export interface GeneratorShape extends Latent {
  readonly shape: readonly [channels: number, height: number, width: number];
  /** `undefined` for unconditional generators. */
  readonly classes?: number | undefined;
  /** Whether it generates points in the plane instead of images in [-1, 1]. */
  readonly points: boolean;
  /** The number of images per call; default 64. */
  readonly batch?: number | undefined;
}

/** The shapes of a model's generator. */
export function generatorShape({ definition }: GanModel): GeneratorShape {
  const { imageShape, latentSize, latentDistribution, classes, imageType } = definition;
  const points = imageType === "float32";
  return { shape: imageShape, latentSize, latentDistribution, classes, points };
}

/**
 * The images of a generator for noise of its distribution and, if it is conditional, uniformly distributed classes;
 * both are drawn from streams of their own.
 *
 * @param sample returns float32 `[n, C, H, W]` for z (float32 `[n, latent]`) and int32 `[n]` classes.
 */
export function generatorSource(
  generator: GeneratorShape,
  sample: (z: Float32Array, labels: Int32Array | undefined) => Promise<Float32Array>,
): ImageSource {
  const { shape, classes, points, batch = BATCH } = generator;
  const length = shape[0] * shape[1] * shape[2];
  return {
    shape,
    count: null,
    async *batches(wanted, seed) {
      const noise = randomStream(seed, "evaluation/noise");
      const classStream = randomStream(seed, "evaluation/classes");
      for (let start = 0; start < wanted; start += batch) {
        // Always a full batch, so that one compiled size is enough.
        const z = drawLatent(generator, noise, batch);
        const labels =
          classes === undefined
            ? undefined
            : Int32Array.from({ length: batch }, () => classStream.integer(classes));
        const count = Math.min(batch, wanted - start);
        const samples = (await sample(z, labels)).subarray(0, count * length);
        const values = points ? samples : samples.map((x) => 127.5 * (x + 1));
        yield { values, labels: labels?.subarray(0, count), count };
      }
    },
  };
}
