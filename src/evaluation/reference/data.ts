/** The real images of an evaluation: the part of a data set that a protocol names. */
import {
  type DatasetOptions,
  type DatasetSplit,
  datasetOf,
  type ImageDataset,
  openDataset,
} from "../../data/index.ts";
import type { RealSplit } from "../../metrics/protocols/index.ts";
import type { EvaluationCallbacks } from "../progress.ts";

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
