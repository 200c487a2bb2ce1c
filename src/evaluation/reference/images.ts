/** The real images of an evaluation: their features and the statistics of the features. */
import { createHash } from "node:crypto";
import type { ImageDataset } from "../../data/index.ts";
import type { FeatureExtractor } from "../../metrics/extractors/index.ts";
import {
  type ComputeOptions,
  type FeatureMatrix,
  type FeatureStatistics,
  featureStatistics,
  type RealImages,
} from "../../metrics/index.ts";
import { once } from "../once.ts";
import { checkStop, type EvaluationCallbacks } from "../progress.ts";
import type { EvaluationRecord } from "../results/index.ts";
import {
  collect,
  datasetOrder,
  datasetSource,
  pixelsOf,
  readBatch,
  toBytes,
} from "../subject/index.ts";
import type { ReferenceCache } from "./cache.ts";
import type { OpenReference } from "./data.ts";

/** Real images that generated ones are compared with. */
export interface ReferenceImages extends RealImages {
  /** The class of each image. */
  readonly labels: Int32Array;
  /** The description of these images in records. */
  readonly about: NonNullable<EvaluationRecord["reference"]>;
  /** Doubts about them, one sentence each. */
  readonly warnings: readonly string[];
}

/** Options for computing features of real images. */
export interface ReferenceOptions extends EvaluationCallbacks {
  readonly extractor: FeatureExtractor;
  readonly cache: ReferenceCache;
  readonly compute: ComputeOptions;
  /**
   * Keeps features in memory for the next evaluation with the same extractor; default: they are not kept.
   */
  readonly memory?: Map<string, Promise<ReferenceImages>> | undefined;
}

/**
 * `count` images of a data set in the order of the seed. Their features are cached on disk under the hash of
 * everything that they depend on.
 *
 * @throws EvenkeelError `DATA` for images that cannot be read.
 */
export function referenceImages(
  reference: OpenReference,
  count: number,
  seed: number,
  options: ReferenceOptions,
): Promise<ReferenceImages> {
  const { memory } = options;
  const key = `${reference.split}/${count}/${seed}/${reference.isMirrored === true}`;
  const images = memory?.get(key) ?? openImages(reference, count, seed, options);
  memory?.set(key, images);
  return images;
}

async function openImages(
  { dataset, split, warnings }: OpenReference,
  count: number,
  seed: number,
  options: ReferenceOptions,
): Promise<ReferenceImages> {
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
  const features = once(async (): Promise<FeatureMatrix> => {
    const kept = await cache.read(key, "features");
    if (kept?.features?.dtype === "float32") {
      return { data: kept.features.data, rows: count, columns: dimension };
    }
    const collected = await collect(datasetSource(dataset), extractor, {
      ...callbacks,
      task: `features of ${count} real images`,
      seed,
      features: count,
      rounding: "none",
    });
    const data = collected.features.data as Float32Array<ArrayBuffer>;
    await cache.write(key, "features", {
      features: { dtype: "float32", shape: [count, dimension], data },
    });
    return collected.features;
  });
  const statistics = once(async (): Promise<FeatureStatistics> => {
    const kept = await cache.read(key, "statistics");
    if (kept?.mean?.dtype === "float64" && kept.covariance?.dtype === "float64") {
      return { count, mean: kept.mean.data, covariance: kept.covariance.data };
    }
    const computed = await featureStatistics(await features(), compute);
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
  const pixels: RealImages["pixels"] = async (rows) => {
    if (rows === undefined) return pixelsOf(datasetSource(dataset), count, seed);
    const { values } = await readBatch(
      dataset,
      Uint32Array.from(rows, (row) => order[row]!),
    );
    return {
      data: toBytes(values),
      rows: rows.length,
      columns: channels * height * width,
      shape: [channels, height, width],
    };
  };
  const sizes = dataset.sizes?.();
  const about = {
    name: dataset.name,
    source: dataset.source,
    split,
    available: dataset.count,
    digest,
    ...(sizes && { sizes }),
  };
  return { about, warnings, count, labels, features, statistics, pixels };
}

/** SHA-256 of the images' shape and content, in this order. */
async function contentDigest(
  dataset: ImageDataset,
  order: Uint32Array,
  callbacks: EvaluationCallbacks,
): Promise<string> {
  const { channels, height, width, dtype } = dataset;
  const hash = createHash("sha256").update(JSON.stringify([dtype, channels, height, width]));
  const total = order.length;
  for (let start = 0; start < total; start += READ) {
    checkStop(callbacks);
    const { values } = await readBatch(dataset, order.subarray(start, start + READ));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const done = Math.min(start + READ, total);
    callbacks.onProgress?.({ task: `reading ${total} real images`, done, total, unit: "images" });
  }
  return hash.digest("hex");
}

/** The number of images to read at a time. */
const READ = 500;
