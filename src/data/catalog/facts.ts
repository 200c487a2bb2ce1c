/** What follows from the options of a data set before it is opened. */
import { formatBytes } from "../../text.ts";
import type { Classes, ImageShape, Mixture } from "../records/index.ts";
import { datasetOf } from "./lookup.ts";
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

/** What one has to do to have a set, and what happens to its images when they are read: a sentence, or none. */
export function datasetNeeds(options: DatasetOptions): string {
  const { name, title, files } = datasetOf(options.name);
  const { size, crop, resize } = valuesOf(options);
  const cut = crop === "square" ? "middle squares" : `middle ${crop} x ${crop} pixels`;
  const read =
    resize === undefined
      ? "."
      : `; its ${crop === undefined ? "images" : cut} are resized to ${size} x ${size} when read.`;
  switch (files.kind) {
    case "archive":
      return `Needs ${title}: evenkeel data fetch ${name} (${formatBytes(files.bytes)})${read}`;
    case "files":
      return `Needs ${title}: evenkeel data fetch ${name}${read}`;
    case "by-hand":
      return `Needs ${title} in data.root (evenkeel data info ${name})${read}`;
    case "own":
    case "built-in":
      return "";
  }
}
