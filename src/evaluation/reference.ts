/** The real side of an evaluation: a part of a data set, its features and their statistics. */
import { createHash } from "node:crypto";
import {
  type DatasetOptions,
  type DatasetSplit,
  datasetOf,
  type ImageDataset,
  openDataset,
} from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import {
  type ComputeOptions,
  type FeatureExtractor,
  type FeatureMatrix,
  type FeatureStatistics,
  featureStatistics,
  type RealSplit,
} from "../metrics/index.ts";
import { collect, type EvaluationCallbacks } from "./collect.ts";
import { datasetOrder, datasetSource, readBatch } from "./image-source.ts";
import type { ReferenceCache } from "./reference-cache.ts";

/** Real images that generated ones are compared with. */
export interface ReferenceData {
  /** The part of the data set that a protocol names; opened once. */
  open(split: RealSplit, count: number): Promise<OpenReference>;
}

/** An opened part. */
export interface OpenReference {
  readonly dataset: ImageDataset;
  readonly split: DatasetSplit;
}

/** Real images that a result was computed from. */
export interface UsedReference {
  readonly reference: OpenReference;
  /** SHA-256 of the shape and pixels of the images, in their order. */
  readonly digest: string;
}

/**
 * The data set that `data` describes, as references need it: `training` is its own split with its own
 * number of images, `test` the whole split `test`. Sets that are drawn have as many test images as a
 * protocol asks for.
 *
 * @param training the set as `data` says, where it is open already.
 */
export function referenceData(
  data: DatasetOptions,
  { onProgress, shouldStop }: EvaluationCallbacks = {},
  training?: ImageDataset,
): ReferenceData {
  const opened = new Map<string, Promise<ImageDataset>>();
  const { counts, files } = datasetOf(data.name);
  const drawn = files.kind === "built-in" ? counts : null;
  return {
    async open(wanted, least) {
      const split = wanted === "test" ? "test" : (data.split ?? "train");
      const count =
        wanted === "training" ? data.count : drawn ? Math.max(least, drawn.test) : undefined;
      if (wanted === "training" && training !== undefined) return { dataset: training, split };
      const key = `${split}/${count}`;
      const stop = new AbortController();
      const dataset =
        opened.get(key) ??
        openDataset(
          { ...data, split, count },
          {
            signal: stop.signal,
            onProgress({ task, done, total }) {
              if (shouldStop?.() === true) stop.abort();
              onProgress?.({ task, done, total: total ?? done, unit: "images" });
            },
          },
        );
      opened.set(key, dataset);
      return { dataset: await dataset, split };
    },
  };
}

/**
 * Images that are open already, as references need them.
 *
 * @param heldOut those of the split `test`; default: the training images stand in for them.
 */
export function imagesReference(training: ImageDataset, heldOut?: ImageDataset): ReferenceData {
  return {
    open: async (split) =>
      split === "test" && heldOut !== undefined
        ? { dataset: heldOut, split: "test" }
        : { dataset: training, split: "train" },
  };
}

/** Features of real images; computed when asked for, and once. */
export interface RealFeatures {
  readonly count: number;
  /** Positions in the data set, in the order of the features. */
  readonly order: Uint32Array;
  /** SHA-256 of the shape and pixels of these images, in their order. */
  readonly digest: string;
  readonly labels: Int32Array;
  matrix(): Promise<FeatureMatrix>;
  statistics(): Promise<FeatureStatistics>;
}

/** What real features are computed with. */
export interface RealOptions extends EvaluationCallbacks {
  readonly extractor: FeatureExtractor;
  readonly cache: ReferenceCache;
  readonly compute: ComputeOptions;
  /** Keeps features in memory for the next time, where one works with the same extractor. */
  readonly memory?: Map<string, Promise<RealFeatures>> | undefined;
}

/**
 * Features of `count` images of a data set, kept on the disk under the hash of everything they depend on.
 *
 * @throws EvenkeelError `DATA` for images that cannot be read.
 */
export function realFeatures(
  reference: OpenReference,
  count: number,
  seed: number,
  options: RealOptions,
): Promise<RealFeatures> {
  const { memory } = options;
  const key = `${reference.split}/${count}/${seed}`;
  const features = memory?.get(key) ?? computeFeatures(reference.dataset, count, seed, options);
  memory?.set(key, features);
  return features;
}

async function computeFeatures(
  dataset: ImageDataset,
  count: number,
  seed: number,
  options: RealOptions,
): Promise<RealFeatures> {
  const { extractor, cache, compute, ...callbacks } = options;
  const order = datasetOrder(dataset, count, seed);
  const digest = await contentDigest(dataset, order, callbacks);
  const { channels, height, width } = dataset;
  const { name, sha256, input, dimension } = extractor;
  const key = JSON.stringify({
    content: digest,
    shape: [channels, height, width],
    extractor: { name, sha256, input, dimension },
    count,
  });
  const matrix = once(async (): Promise<FeatureMatrix> => {
    const kept = await cache.read(key, "features");
    if (kept?.features?.dtype === "float32") {
      return { data: kept.features.data, rows: count, columns: dimension };
    }
    const { features } = await collect(datasetSource(dataset), extractor, {
      ...callbacks,
      task: `features of ${count} real images`,
      seed,
      features: count,
      rounding: "none",
    });
    const data = features.data as Float32Array<ArrayBuffer>;
    await cache.write(key, "features", {
      features: { dtype: "float32", shape: [count, dimension], data },
    });
    return features;
  });
  const statistics = once(async (): Promise<FeatureStatistics> => {
    const kept = await cache.read(key, "statistics");
    if (kept?.mean?.dtype === "float64" && kept.covariance?.dtype === "float64") {
      return { count, mean: kept.mean.data, covariance: kept.covariance.data };
    }
    const computed = await featureStatistics(await matrix(), compute);
    const { mean, covariance } = computed;
    await cache.write(key, "statistics", {
      mean: { dtype: "float64", shape: [dimension], data: mean as Float64Array<ArrayBuffer> },
      covariance: {
        dtype: "float64",
        shape: [dimension, dimension],
        data: covariance as Float64Array<ArrayBuffer>,
      },
    });
    return computed;
  });
  const labels = Int32Array.from(order, (i) => dataset.labels[i] as number);
  return { count, order, digest, labels, matrix, statistics };
}

/** SHA-256 of images' shape and content, in this order. */
async function contentDigest(
  dataset: ImageDataset,
  order: Uint32Array,
  { onProgress, shouldStop }: EvaluationCallbacks,
): Promise<string> {
  const { channels, height, width, dtype } = dataset;
  const hash = createHash("sha256").update(JSON.stringify([dtype, channels, height, width]));
  const total = order.length;
  for (let start = 0; start < total; start += READ) {
    if (shouldStop?.() === true) throw new EvenkeelError("USAGE", "evaluate: it was stopped");
    const { values } = await readBatch(dataset, order.subarray(start, start + READ));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const done = Math.min(start + READ, total);
    onProgress?.({ task: `reading ${total} real images`, done, total, unit: "images" });
  }
  return hash.digest("hex");
}

/** Images read at a time. */
const READ = 500;

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
