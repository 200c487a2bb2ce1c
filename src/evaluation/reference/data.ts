/** The real images of an evaluation: the part of a data set that a protocol names. */
import {
  type DatasetOptions,
  type DatasetSplit,
  datasetOf,
  type ImageDataset,
  isDatasetName,
  openDataset,
} from "../../data/index.ts";
import type { ImageContent } from "../../images/index.ts";
import type { RealSplit } from "../../metrics/protocols/index.ts";
import { dataCallbacks, type EvaluationCallbacks } from "../progress.ts";

/** Real images that generated ones are compared with. */
export interface ReferenceData {
  /** What the images show, if that is known. */
  readonly shows: ImageContent | undefined;
  /** Opens the part of the data set that a protocol names, once. */
  open(split: RealSplit, count: number): Promise<OpenReference>;
}

/** An opened part. */
export interface OpenReference {
  readonly dataset: ImageDataset;
  readonly split: DatasetSplit;
}

/**
 * Images that are already open, as reference data.
 *
 * @param heldOut the images of the split `test`; default: the training images.
 */
export function imagesReference(training: ImageDataset, heldOut?: ImageDataset): ReferenceData {
  return {
    shows: shownBy(training.name),
    open: async (split) =>
      split === "test" && heldOut !== undefined
        ? { dataset: heldOut, split: "test" }
        : { dataset: training, split: "train" },
  };
}

/**
 * The data set that `data` describes, as reference data. `training` is the set's own split with its own
 * number of images; `test` is the whole split `test`. Generated data sets have as many test images as a
 * protocol requests.
 *
 * @param training the data set of `data`, if it is already open.
 */
export function referenceData(
  data: DatasetOptions,
  callbacks: EvaluationCallbacks = {},
  training?: ImageDataset,
): ReferenceData {
  const opened = new Map<string, Promise<ImageDataset>>();
  const { counts, files } = datasetOf(data.name);
  const drawn = files.kind === "built-in" ? counts : null;
  return {
    shows: shownBy(data.name),
    async open(wanted, least) {
      const split = wanted === "test" ? "test" : (data.split ?? "train");
      const count =
        wanted === "training" ? data.count : drawn ? Math.max(least, drawn.test) : undefined;
      if (wanted === "training" && training !== undefined) return { dataset: training, split };
      const key = `${split}/${count}`;
      const dataset =
        opened.get(key) ?? openDataset({ ...data, split, count }, dataCallbacks(callbacks));
      opened.set(key, dataset);
      return { dataset: await dataset, split };
    },
  };
}

/** What the images of a data set show; `undefined` if that is not known, as of the user's own. */
export function shownBy(name: string): ImageContent | undefined {
  return isDatasetName(name) ? datasetOf(name).shows : undefined;
}
