/** Images to be measured, from any source, in one fixed order. */
import { emptyImages, type ImageDataset } from "../../data/index.ts";
import type { GanModel } from "../../gan/index.ts";
import type { Images } from "../../images/index.ts";
import { randomStream } from "../../random.ts";

/** Images of one step of the work. */
export const BATCH = 64;

/** Some images with their classes. */
export interface MeasuredBatch {
  /** `[count, C, H, W]`: pixels from 0 to 255, not rounded if they are float32; points as they are. */
  readonly values: Images;
  /** int32 `[count]`; `undefined` where the classes are unknown. */
  readonly labels: Int32Array | undefined;
  readonly count: number;
}

/** A sequence of images that can be read again from its start. */
export interface ImageSource {
  readonly shape: readonly [channels: number, height: number, width: number];
  /** How many there are; `null`: as many as one wants. */
  readonly count: number | null;
  /**
   * The first `count` images.
   *
   * @param count at most as many as there are.
   * @param seed  of the order of a data set's images, of a generator's noise. Other sequences for other
   *   seeds; the first images stay the same whatever `count` is.
   */
  batches(count: number, seed: number): AsyncIterable<MeasuredBatch>;
}

/** The images of a data set in an order that the seed decides. */
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

/** Which images of a data set {@link datasetSource} gives: positions, `[count]`. */
export function datasetOrder(dataset: ImageDataset, count: number, seed: number): Uint32Array {
  return randomStream(seed, "evaluation/real").permutation(dataset.count).subarray(0, count);
}

/** Images of a data set by their positions. */
export async function readBatch(
  dataset: ImageDataset,
  indices: Uint32Array,
): Promise<MeasuredBatch> {
  const values = emptyImages(dataset, indices.length);
  await dataset.read(indices, values);
  const labels = Int32Array.from(indices, (i) => dataset.labels[i] as number);
  return { values, labels, count: indices.length };
}

/** What is known of a generator. */
export interface GeneratorShape {
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly latentSize: number;
  /** Absent where it is not told classes. */
  readonly classes?: number | undefined;
  /** Whether it makes points in the plane instead of images in [-1, 1]. */
  readonly points: boolean;
  /** Images of one call. Default 64. */
  readonly batch?: number | undefined;
}

/** What a model's generator makes. */
export function generatorShape({ definition }: GanModel): GeneratorShape {
  const { imageShape, latentSize, classes, imageType } = definition;
  return { shape: imageShape, latentSize, classes, points: imageType === "float32" };
}

/**
 * The images of a generator for noise N(0, 1) and, where it is told classes, classes of equal chance, both
 * from streams of their own.
 *
 * @param sample gives float32 `[n, C, H, W]` for z (float32 `[n, latent]`) and int32 `[n]` classes.
 */
export function generatorSource(
  generator: GeneratorShape,
  sample: (z: Float32Array, labels: Int32Array | undefined) => Promise<Float32Array>,
): ImageSource {
  const { shape, latentSize, classes, points, batch = BATCH } = generator;
  const length = shape[0] * shape[1] * shape[2];
  return {
    shape,
    count: null,
    async *batches(wanted, seed) {
      const noise = randomStream(seed, "evaluation/noise");
      const classStream = randomStream(seed, "evaluation/classes");
      for (let start = 0; start < wanted; start += batch) {
        // always a whole batch, so that one compiled size does
        const z = noise.fillNormal(new Float32Array(batch * latentSize));
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
