/** The images of a classifier: those that it is trained on, and those that are held out. */
import { resolve } from "node:path";
import { surveyDataset } from "../../data/catalog/index.ts";
import {
  type DataCallbacks,
  type DatasetOptions,
  datasetNames,
  datasetOf,
  datasetOptionSchemas,
  type ImageDataset,
  isDatasetName,
  openDataset,
} from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { isFile, isFolder } from "../../files/index.ts";
import { fingerprintOf } from "../../runs/data/index.ts";
import { nearest } from "../../suggest.ts";
import type { ImageShape } from "../model/index.ts";

/** Images with their classes. */
export type LabeledImages = ImageDataset<"uint8">;

/** The two parts of a set. */
export interface ClassifierData {
  readonly training: LabeledImages;
  readonly heldOut: LabeledImages;
}

/** What decides a classifier about its images; plain data. */
export interface DataDescription {
  readonly name: string;
  /** As it was opened: options of the set. */
  readonly options: DatasetOptions;
  readonly imageShape: ImageShape;
  readonly classes: readonly string[];
  readonly training: number;
  readonly heldOut: number;
  /** Of the files, their names, sizes and, as far as quick to read, contents; `null` of drawn images. */
  readonly sha256: { readonly names: string; readonly contents: string } | null;
}

/** The share of one's own images that is held out where there is no part test. */
const HELD_OUT = 0.1;

/**
 * The set that a person names: one by its name, or one's own images by their path.
 *
 * @throws EvenkeelError `USAGE` for what is neither.
 */
export async function namedSet(place: string): Promise<DatasetOptions> {
  if (isDatasetName(place)) return { name: place };
  if ((await isFolder(place)) || (await isFile(place))) {
    return { name: "folder", path: resolve(place) };
  }
  throw refusal("USAGE", {
    where: "data",
    rule: `must be one of ${datasetNames.join(", ")}, or a folder or an archive of images`,
    got: place,
  });
}

/**
 * Opens the parts train and test of a set. Of one's own images without a part test, a tenth is held out, at random.
 *
 * @throws EvenkeelError `CONFIG` for a wrong option, or points; `DATA` for missing or damaged files, or images of one
 *   class.
 */
export async function openParts(
  given: DatasetOptions,
  callbacks: DataCallbacks = {},
): Promise<ClassifierData & { readonly options: DatasetOptions }> {
  if (given.split !== undefined && given.split !== "train") {
    throw refusal("CONFIG", {
      where: "data.split",
      rule: "must be train: a classifier is trained on this part, and measured on the part test",
      got: given.split,
    });
  }
  expectKnown(given);
  const options = await withHeldOut(given, callbacks);
  const training = await openImages({ ...options, split: "train" }, callbacks);
  const { length: classes } = training.classes;
  if (classes < 2) {
    throw refusal("DATA", {
      where: training.source,
      rule: "must have images of at least 2 classes to tell",
      got: classes,
      advice: "Put the images of each class into a sub-folder of its own.",
    });
  }
  const { count: _, ...whole } = options;
  const heldOut = await openImages({ ...whole, split: "test" }, callbacks);
  return { training, heldOut, options };
}

/**
 * Opens one part of a set for a classifier.
 *
 * @throws EvenkeelError `CONFIG` for points, and as `openDataset` does.
 */
export async function openImages(
  options: DatasetOptions,
  callbacks: DataCallbacks,
): Promise<LabeledImages> {
  if (isDatasetName(options.name) && datasetOf(options.name).kind === "points") {
    const rule = "must be a set of images, which convolutions are made for";
    throw refusal("CONFIG", { where: "data.name", rule, got: options.name });
  }
  return (await openDataset(options, callbacks)) as LabeledImages;
}

/** Refuses options that no set has, which would be ignored. */
function expectKnown(given: DatasetOptions): void {
  const known = ["name", ...Object.keys(datasetOptionSchemas)];
  const odd = Object.keys(given).find((key) => !known.includes(key));
  if (odd === undefined) return;
  const near = nearest(odd, known);
  throw refusal("CONFIG", {
    where: `data.${odd}`,
    rule: `must be an option of a data set${near === undefined ? "" : `, did you mean ${near}?`}`,
    advice: "docs/config.md explains each option, under data.",
  });
}

async function withHeldOut(
  given: DatasetOptions,
  callbacks: DataCallbacks,
): Promise<DatasetOptions> {
  if (given.name !== "folder" || given.heldOut !== undefined) return given;
  const { hasTest, count, classes } = await surveyDataset({ ...given, name: "folder" }, callbacks);
  if (hasTest) return given;
  // each class keeps an image
  const most = Math.max(1, count - classes.length);
  return { ...given, heldOut: Math.min(most, Math.ceil(HELD_OUT * count)) };
}

/** Describes opened parts. */
export async function describeData(
  { training, heldOut, options }: ClassifierData & { readonly options: DatasetOptions },
  callbacks: DataCallbacks,
): Promise<DataDescription> {
  const { name, channels, height, width, classes, count, files } = training;
  const found = files === undefined ? undefined : await fingerprintOf(files, callbacks);
  return {
    ...{ name, options, imageShape: [channels, height, width], classes },
    ...{ training: count, heldOut: heldOut.count },
    sha256: found === undefined ? null : { names: found.names, contents: found.contents },
  };
}
