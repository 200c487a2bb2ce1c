/** Images from a trained run. */
import { loadGenerator, sampler } from "../../gan/inference/index.ts";
import { drawLatent, type Latent, truncate } from "../../gan/latent/index.ts";
import { randomStream } from "../../random.ts";
import { createRuntime, selfCheck } from "../../runtime/index.ts";
import { type NodeDevice, nodeEngine } from "../../runtime/node.ts";
import type { TrainedModel } from "./trained.ts";

/** The number of images per call of the engine. */
const BATCH = 64;

/**
 * Noise for `count` images: float32 `[count, latent]`, determined by the seed. The first images of a seed do
 * not depend on `count`.
 *
 * @param latent a model's definition, or the length and the distribution of z.
 * @param truncation see {@link truncate}; default: none.
 */
export function sampleNoise(
  seed: number,
  count: number,
  latent: Latent,
  truncation?: number | undefined,
): Float32Array {
  const z = drawLatent(latent, randomStream(seed, "sample"), count);
  return truncation === undefined
    ? z
    : truncate(latent, z, truncation, randomStream(seed, "sample/truncation"));
}

/** The class of each image, int32 `[count]`, or the share of each class in each, float32 `[count, classes]`. */
export type Labels = Int32Array | Float32Array;

/** A run's generator loaded on a device, for batches of one size. */
export interface Sampler {
  /** A description of the engine. */
  readonly engine: string;
  /**
   * Images for z (float32 `[batch, latent]`): float32 `[batch, C, H, W]` in [-1, 1], computed with running
   * statistics and with the moving average of the weights if the run keeps one.
   *
   * @param labels for a conditional generator the class of each image, int32 `[batch]`, or the shares that
   *   classes have in it, float32 `[batch, classes]`, where the sampler was opened for mixtures.
   */
  sample(z: Float32Array, labels?: Labels | undefined): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * Loads a run's generator on a device.
 *
 * @param options.mixed whether it is given mixtures of classes; default false.
 * @throws EvenkeelError `DEVICE` or `ENGINE` if the device refuses.
 */
export async function openSampler(
  { model, tensors }: Pick<TrainedModel, "model" | "tensors">,
  batch: number,
  device: NodeDevice = "auto",
  options: { readonly mixed?: boolean } = {},
): Promise<Sampler> {
  const engine = nodeEngine({ device });
  await selfCheck(engine);
  const runtime = createRuntime(engine);
  try {
    await loadGenerator(runtime, model, tensors);
    const executable = await runtime.compile(sampler(model, batch, options));
    const name = options.mixed ? "shares" : "labels";
    return {
      engine: engine.description,
      async sample(z, labels) {
        const { images } = await executable.run({ z, ...(labels && { [name]: labels }) });
        return images as Float32Array;
      },
      release: () => runtime.release(),
    };
  } catch (error) {
    await runtime.release();
    throw error;
  }
}

/**
 * The generator's images for z (float32 `[count, latent]`): float32 `[count, C, H, W]` in [-1, 1], computed
 * with running statistics and with the moving average of the weights if the run keeps one.
 *
 * @param options.labels for a conditional generator the class of each image, int32 `[count]`, or mixtures of
 *   classes: the share of each class in each image, float32 `[count, classes]`.
 * @throws EvenkeelError `DEVICE` or `ENGINE` if the device refuses.
 */
export async function drawImages(
  trained: Pick<TrainedModel, "model" | "tensors">,
  z: Float32Array,
  options: {
    readonly labels?: Labels | undefined;
    readonly device?: NodeDevice;
    readonly onProgress?: (done: number) => void;
  } = {},
): Promise<Float32Array> {
  const { latentSize } = trained.model.definition;
  const { labels, device, onProgress } = options;
  const batch = Math.min(z.length / latentSize, BATCH);
  const mixed = labels instanceof Float32Array;
  const loaded = await openSampler(trained, batch, device, { mixed });
  try {
    return await drawInBatches(loaded.sample, { batch, latentSize }, z, labels, onProgress);
  } finally {
    await loaded.release();
  }
}

/**
 * The images of all z, float32 `[count, C, H, W]`, from a function that takes whole batches; the last one is
 * filled up with zeros.
 */
export async function drawInBatches(
  sample: Sampler["sample"],
  { batch, latentSize }: { readonly batch: number; readonly latentSize: number },
  z: Float32Array,
  labels?: Labels | undefined,
  onProgress?: (done: number) => void,
): Promise<Float32Array> {
  const count = z.length / latentSize;
  let out = new Float32Array(0);
  for (let start = 0; start < count; start += batch) {
    const end = Math.min(start + batch, count);
    const images = await sample(
      part(z, start, end, batch, count),
      labels && part(labels, start, end, batch, count),
    );
    const length = images.length / batch;
    if (out.length === 0) out = new Float32Array(count * length);
    out.set(images.subarray(0, (end - start) * length), start * length);
    onProgress?.(end);
  }
  return out;
}

/** The rows `start … end − 1` of `count`, filled up to a batch. */
function part<T extends Labels>(
  values: T,
  start: number,
  end: number,
  batch: number,
  count: number,
): T {
  const width = values.length / count;
  const Numbers = values.constructor as new (length: number) => T;
  const rows = new Numbers(batch * width);
  rows.set(values.subarray(start * width, end * width));
  return rows;
}
