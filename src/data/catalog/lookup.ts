/** Data sets by their names. */
import { EvenkeelError } from "../../errors.ts";
import type { DatasetRecord } from "../records/index.ts";
import { datasets } from "../sets/index.ts";

/** The name of a data set. */
export type DatasetName = (typeof datasets)[number]["name"];

/** How the images of a set come: points as numbers, others as pixels. */
export type ImageTypeOf<Name extends DatasetName> = Name extends DatasetName
  ? Extract<(typeof datasets)[number], { readonly name: Name }>["kind"] extends "points"
    ? "float32"
    : "uint8"
  : never;

/** The names of all data sets, in the order in which they are listed. */
export const datasetNames = datasets.map(({ name }) => name) as [DatasetName, ...DatasetName[]];

/** All records, without the types of their options. */
export const records = datasets as readonly unknown[] as readonly DatasetRecord<DatasetName>[];

/** Whether a data set has this name. */
export function isDatasetName(name: string): name is DatasetName {
  return (datasetNames as readonly string[]).includes(name);
}

/**
 * The record of a data set.
 *
 * @throws EvenkeelError `USAGE` for a name that no set has.
 */
export function datasetOf(name: string): DatasetRecord<DatasetName> {
  const record = records.find((one) => one.name === name);
  if (record !== undefined) return record;
  throw new EvenkeelError(
    "USAGE",
    `data: the set must be one of ${datasetNames.join(", ")}, got ${JSON.stringify(name)}`,
    { advice: "`evenkeel data list` describes each. Images of your own: folder." },
  );
}
