/** What follows from the options of a data set before it is opened. */
import { formatBytes } from "../../text.ts";
import type { Classes, DatasetRecord, ImageShape, Mixture } from "../records/index.ts";
import { type DatasetName, datasetOf } from "./lookup.ts";
import { type DatasetOptions, valuesOf } from "./options.ts";
import { resolveDataset } from "./resolve.ts";

/** The shape of the images; of points `[2, 1, 1]`. */
export function imageShapeOf(options: DatasetOptions): ImageShape {
  return datasetOf(options.name).shape(valuesOf(options));
}

/** The classes of a set: their names, or their number where only the files name them. */
export function datasetClasses(options: DatasetOptions): Classes {
  return datasetOf(options.name).classes(valuesOf(options));
}

/** How many classes a set has; `undefined` where the user's folders decide. */
export function classCountOf(options: DatasetOptions): number | undefined {
  const classes = datasetClasses(options);
  return typeof classes === "object" ? classes.length : classes;
}

/**
 * The Gaussians that points are drawn from; `undefined` for a set that is no mixture.
 *
 * @throws EvenkeelError `CONFIG` for a wrong option.
 */
export function mixtureOf(options: DatasetOptions): Mixture | undefined {
  if (datasetOf(options.name).mixture === undefined) return undefined;
  const { record, values } = resolveDataset(options);
  return record.mixture?.(values);
}

/** How to get the files of a set, in a few words. */
export function howToGet({ name, files }: DatasetRecord<DatasetName>): string {
  switch (files.kind) {
    case "archive":
      return `evenkeel data fetch ${name} (${formatBytes(files.bytes)})`;
    case "files": {
      const bytes = files.files.reduce((sum, file) => sum + file.bytes, 0);
      return `evenkeel data fetch ${name} (${formatBytes(bytes)})`;
    }
    case "by-hand":
      return `by hand, see evenkeel data info ${name}`;
    case "own":
      return "yours, named by data.path";
    case "built-in":
      return "built in";
  }
}

/** What a recipe on a set needs, and what happens to the images when they are read: a sentence. */
export function datasetNeeds(options: DatasetOptions): string {
  const record = datasetOf(options.name);
  const { size, crop, resize } = valuesOf(options);
  const cut = crop === "square" ? "middle squares" : `middle ${crop} x ${crop} pixels`;
  const resized = `; its ${crop === undefined ? "images" : cut} are resized to ${size} x ${size} when read`;
  return `Needs ${record.title}: ${howToGet(record)}${resize === undefined ? "" : resized}.`;
}
