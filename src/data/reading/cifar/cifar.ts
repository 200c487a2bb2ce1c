/** Sets in CIFAR's binary format. */
import { basename, join } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import {
  type BrokenFile,
  chooseEvenly,
  countNotes,
  type DataCallbacks,
  type DatasetSplit,
  type ImageDataset,
  inMemory,
  visitChosen,
} from "../../dataset/index.ts";
import { readClassNames } from "../class-names.ts";
import { pathOf } from "../set-folder.ts";
import { type BatchFile, readBatchFile } from "./batch-file.ts";
import { findFiles, wantedFiles } from "./find-files.ts";
import { type CifarLabels, type CifarVariant, pixelBytes, recordBytesOf } from "./variant.ts";

/** Which images, and how to take damaged files. */
export interface CifarOptions {
  readonly root: string;
  readonly split: DatasetSplit;
  readonly count: number | undefined;
  /** Leaves damaged files out and lists them in `broken`, instead of throwing. */
  readonly tolerant: boolean;
}

/**
 * Opens a set of records of label bytes and 3072 pixel bytes (R, G, B planes of 32 × 32).
 *
 * A file may have any whole number of records, and some of several files may be missing; the notes then
 * say how many images there are of how many.
 *
 * @throws EvenkeelError `CONFIG` for a wrong count, `DATA` for missing or damaged files.
 * @see Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
 */
export async function openCifar(
  variant: CifarVariant,
  labelling: CifarLabels,
  options: CifarOptions,
  { onFiles }: DataCallbacks,
): Promise<ImageDataset> {
  const { name } = variant;
  const { root, split, count } = options;
  const folder = pathOf({ set: name, root, folder: variant.folder });
  const wanted = wantedFiles(variant, split);
  const found = await findFiles(variant, wanted, options);
  const files = { path: folder, names: found.map((path) => basename(path)) };
  await onFiles?.(files);
  const { batches, broken } = await readBatches(variant, found, options);
  const total = batches.reduce((sum, { records }) => sum + records, 0);
  const chosen = chooseEvenly(total, count);
  const { pixels, labels } = pickRecords(variant, labelling, batches, chosen);
  const classes = await readClassNames(join(folder, labelling.namesFile), labelling.classes);
  const missing = wanted.filter(({ file }) => !found.includes(join(folder, file)));
  return inMemory(pixels, {
    name,
    source: folder,
    files,
    channels: 3,
    height: 32,
    width: 32,
    classes: classes.names,
    labels,
    notes: [
      ...countNotes({
        found: total,
        official: wanted.reduce((sum, { records }) => sum + records, 0),
        split,
        used: chosen.length,
        missing: missing.map(({ file }) => file),
      }),
      ...classes.notes,
    ],
    broken,
  });
}

/** The sound files, one at least, and the damaged ones. */
async function readBatches(
  variant: CifarVariant,
  paths: readonly string[],
  { tolerant }: CifarOptions,
): Promise<{ readonly batches: readonly BatchFile[]; readonly broken: readonly BrokenFile[] }> {
  const batches: BatchFile[] = [];
  const broken: BrokenFile[] = [];
  for (const path of paths) {
    try {
      batches.push(await readBatchFile(path, variant));
    } catch (error) {
      if (!tolerant || !(error instanceof EvenkeelError)) throw error;
      broken.push({ file: path, reason: error.message });
    }
  }
  if (batches.length > 0) return { batches, broken };
  const { name } = variant;
  throw new EvenkeelError("DATA", `${name}: every file is damaged. ${broken[0]?.reason}`, {
    advice: `Move the folder away and run \`evenkeel data fetch ${name}\`.`,
    details: { broken },
  });
}

function pickRecords(
  variant: CifarVariant,
  { byte }: CifarLabels,
  batches: readonly BatchFile[],
  chosen: Uint32Array,
): { readonly pixels: Uint8Array; readonly labels: Uint8Array } {
  const recordBytes = recordBytesOf(variant);
  const pixels = new Uint8Array(chosen.length * pixelBytes);
  const labels = new Uint8Array(chosen.length);
  const sizes = batches.map(({ records }) => records);
  visitChosen(sizes, chosen, (file, record, place) => {
    const { bytes } = batches[file] as BatchFile;
    const start = record * recordBytes;
    labels[place] = bytes[start + byte] as number;
    const image = bytes.subarray(start + variant.labels.length, start + recordBytes);
    pixels.set(image, place * pixelBytes);
  });
  return { pixels, labels };
}
