/** `dataset.json`: what a run is trained on. */
import { z } from "zod";
import type { ImageDataset } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { listIssues, parseJson, readTextIfPresent } from "../../files/index.ts";
import { runFiles } from "../folder/index.ts";

const count = z.int().nonnegative();
const part = z.tuple([z.string(), count, count, z.string()]).readonly();
const fingerprint = z.object({
  files: count,
  bytes: count,
  names: z.string(),
  contents: z.string(),
  parts: z.array(part).readonly(),
});

const record = z.object({
  kind: z.literal("evenkeel-dataset"),
  formatVersion: z.literal(1),
  /** The data set's name in the config. */
  name: z.string(),
  /** Where its images come from: an absolute path, or `built-in`. */
  source: z.string(),
  /** The folder that relative paths of the run's config start from. */
  workingFolder: z.string(),
  /** The number of images. */
  count,
  /** The classes in the order of their labels, each with the number of its images. */
  classes: z.array(z.object({ name: z.string(), count })),
  /** Its images that are held out: their paths in `source`; of earlier versions none. */
  heldOut: z.array(z.string()).readonly().default([]),
  /** What there is to know about it. */
  notes: z.array(z.string()),
  /** `null` where there are none, or a program read them. */
  files: fingerprint.nullable(),
  /** What the run was trained on before, up to which generator step. */
  earlier: z.array(z.object({ source: z.string(), files: fingerprint.nullable(), until: count })),
});

/** The content of `dataset.json`. */
export type DataRecord = Readonly<z.output<typeof record>>;

/** The record of an open data set. */
export function dataRecord(
  { name, source, count, classes, labels, heldOut = [], notes }: ImageDataset,
  more: Pick<DataRecord, "workingFolder" | "files" | "earlier">,
): DataRecord {
  const counts = new Uint32Array(classes.length);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  return {
    kind: "evenkeel-dataset",
    formatVersion: 1,
    name,
    source,
    count,
    classes: classes.map((one, label) => ({ name: one, count: counts[label] as number })),
    heldOut,
    notes: [...notes],
    ...more,
  };
}

/** The text of the file. */
export function dataRecordText(record: DataRecord): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}

/**
 * The record in a run's folder; `undefined` where there is none, as in those of earlier versions.
 *
 * @throws EvenkeelError `RUN_FOLDER` if it is damaged.
 */
export async function readDataRecord(folder: string): Promise<DataRecord | undefined> {
  const path = runFiles(folder).dataset;
  const text = await readTextIfPresent(path);
  if (text === undefined) return undefined;
  const json = parseJson(text);
  const parsed = record.safeParse(json);
  if (parsed.success) return parsed.data;
  throw refusal("RUN_FOLDER", {
    where: path,
    rule: `the file is damaged: ${listIssues(parsed.error, json)}`,
    advice:
      "Restore it from a copy, or remove it: then it is not checked that the data are the same.",
  });
}

/** The folder that relative paths of a run's config start from; `undefined` for a run without a record. */
export async function workingFolderOf(folder: string): Promise<string | undefined> {
  return (await readDataRecord(folder))?.workingFolder;
}
