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
import { differenceSince } from "../../runs/data/index.ts";
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
  /** Whether its images are mirrored; default false. */
  readonly isMirrored?: boolean;
  /** Doubts about these images, one sentence each. */
  readonly warnings: readonly string[];
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
        ? { dataset: heldOut, split: "test", warnings: [] }
        : { dataset: training, split: "train", warnings: [] },
  };
}

/**
 * The data set that `data` describes, as reference data. `training` is the set's own split with its own
 * number of images; `test` is the whole split `test`. Generated data sets have as many test images as a
 * protocol requests.
 *
 * @param known `open`: the data set of `data`, if it is already open. `run`: the folder of the run that was trained on
 *   it; that its files are others now is a doubt.
 */
export function referenceData(
  data: DatasetOptions,
  callbacks: EvaluationCallbacks = {},
  known: { readonly open?: ImageDataset; readonly run?: string | undefined } = {},
): ReferenceData {
  const opened = new Map<string, Promise<OpenReference>>();
  const { counts, files } = datasetOf(data.name);
  const drawn = files.kind === "built-in" ? counts : null;
  return {
    shows: shownBy(data.name),
    async open(wanted, least) {
      const split = wanted === "test" ? "test" : (data.split ?? "train");
      const count =
        wanted === "training" ? data.count : drawn ? Math.max(least, drawn.test) : undefined;
      if (wanted === "training" && known.open !== undefined) {
        return { dataset: known.open, split, warnings: [] };
      }
      const trainedIn = split === (data.split ?? "train") ? known.run : undefined;
      const key = `${split}/${count}`;
      const reference =
        opened.get(key) ?? openReference({ ...data, split, count }, trainedIn, callbacks);
      opened.set(key, reference);
      return reference;
    },
  };
}

async function openReference(
  options: DatasetOptions & { readonly split: DatasetSplit },
  trainedIn: string | undefined,
  callbacks: EvaluationCallbacks,
): Promise<OpenReference> {
  const reading = dataCallbacks(callbacks);
  const dataset = await openDataset(options, reading);
  const difference =
    trainedIn === undefined ? undefined : await differenceSince(trainedIn, dataset, reading);
  const warnings =
    difference === undefined
      ? []
      : [`the real images are not those that ${trainedIn} was trained on: ${difference}`];
  return { dataset, split: options.split, warnings };
}

/** What the images of a data set show; `undefined` if that is not known, as of the user's own. */
export function shownBy(name: string): ImageContent | undefined {
  return isDatasetName(name) ? datasetOf(name).shows : undefined;
}
