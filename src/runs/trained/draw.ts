/** Images from a trained run. */
import { loadGenerator, sampler } from "../../gan/inference/index.ts";
import { drawLatent, type Latent } from "../../gan/latent/index.ts";
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
 */
export function sampleNoise(seed: number, count: number, latent: Latent): Float32Array {
  return drawLatent(latent, randomStream(seed, "sample"), count);
}

/**
 * Noise for rows that each interpolate between two points in `columns` steps: float32
 * `[rows·columns, latent]`. Both end points are drawn as z is. Between normal ones, the direction turns
 * at a constant rate (spherical interpolation) and the length changes linearly, so that every point has
 * a length that is typical of a draw; between uniform ones every number changes linearly, so that it stays
 * in its range.
 */
export function interpolationNoise(
  seed: number,
  rows: number,
  columns: number,
  latent: Latent,
): Float32Array {
  const { latentSize, latentDistribution } = latent;
  const between = latentDistribution === "uniform" ? mixture : turn;
  const ends = sampleNoise(seed, 2 * rows, latent);
  const out = new Float32Array(rows * columns * latentSize);
  for (let row = 0; row < rows; row++) {
    const from = ends.subarray(2 * row * latentSize, (2 * row + 1) * latentSize);
    const to = ends.subarray((2 * row + 1) * latentSize, (2 * row + 2) * latentSize);
    for (let column = 0; column < columns; column++) {
      const share = columns === 1 ? 0 : column / (columns - 1);
      out.set(between(from, to, share), (row * columns + column) * latentSize);
    }
  }
  return out;
}

/** A run's generator loaded on a device, for batches of one size. */
export interface OpenGenerator {
  /** A description of the engine. */
  readonly engine: string;
  /**
   * Images for z (float32 `[batch, latent]`): float32 `[batch, C, H, W]` in [-1, 1], computed with running
   * statistics and with the moving average of the weights if the run keeps one.
   *
   * @param labels the class of each image, int32 `[batch]`, for a conditional generator.
   */
  sample(z: Float32Array, labels?: Int32Array | undefined): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * Loads a run's generator on a device.
 *
 * @throws EvenkeelError `DEVICE` or `ENGINE` if the device refuses.
 */
export async function openGenerator(
  { model, tensors }: Pick<TrainedModel, "model" | "tensors">,
  batch: number,
  device: NodeDevice = "auto",
): Promise<OpenGenerator> {
  const engine = nodeEngine({ device });
  await selfCheck(engine);
  const runtime = createRuntime(engine);
  try {
    await loadGenerator(runtime, model, tensors);
    const executable = await runtime.compile(sampler(model, batch));
    return {
      engine: engine.description,
      async sample(z, labels) {
        const { images } = await executable.run({ z, ...(labels !== undefined && { labels }) });
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
 * @param options.labels the class of each image, int32 `[count]`, for a conditional generator.
 * @throws EvenkeelError `DEVICE` or `ENGINE` if the device refuses.
 */
export async function drawImages(
  trained: Pick<TrainedModel, "model" | "tensors">,
  z: Float32Array,
  options: {
    readonly labels?: Int32Array | undefined;
    readonly device?: NodeDevice;
    readonly onProgress?: (done: number) => void;
  } = {},
): Promise<Float32Array> {
  const { latentSize, imageShape } = trained.model.definition;
  const count = z.length / latentSize;
  const batch = Math.min(count, BATCH);
  const length = imageShape.reduce((a, b) => a * b, 1);
  const classes = (start: number) => {
    const { labels } = options;
    if (labels === undefined) return undefined;
    const part = new Int32Array(batch);
    part.set(labels.subarray(start, start + batch));
    return part;
  };
  const generator = await openGenerator(trained, batch, options.device);
  try {
    const out = new Float32Array(count * length);
    for (let start = 0; start < count; start += batch) {
      const part = new Float32Array(batch * latentSize);
      part.set(z.subarray(start * latentSize, (start + batch) * latentSize));
      const images = await generator.sample(part, classes(start));
      const end = Math.min(start + batch, count);
      out.set(images.subarray(0, (end - start) * length), start * length);
      options.onProgress?.(end);
    }
    return out;
  } finally {
    await generator.release();
  }
}

function mixture(from: Float32Array, to: Float32Array, share: number): Float32Array {
  return from.map((x, i) => (1 - share) * x + share * to[i]!);
}

function turn(from: Float32Array, to: Float32Array, share: number): Float32Array {
  const length = (x: Float32Array) => Math.hypot(...x);
  const [a, b] = [length(from), length(to)];
  const cosine = from.reduce((sum, x, i) => sum + x * to[i]!, 0) / (a * b);
  const angle = Math.acos(Math.min(Math.max(cosine, -1), 1));
  const straight = angle < 1e-6;
  const p = straight ? 1 - share : Math.sin((1 - share) * angle) / Math.sin(angle);
  const q = straight ? share : Math.sin(share * angle) / Math.sin(angle);
  const target = (1 - share) * a + share * b;
  return from.map((x, i) => target * ((p * x) / a + (q * to[i]!) / b));
}
