/** The binary format of the CIFAR sets. */
import { join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import type { DatasetName, ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { BrokenFile, ImageDataset } from "../../dataset/dataset.ts";
import { chooseEvenly, countNotes, inMemory } from "../../dataset/memory.ts";
import { readClassNames } from "../class-names.ts";
import { type BatchFile, pixelBytes, readBatchFile, recordBytesOf } from "./batch-file.ts";
import { findFiles, wantedFiles } from "./find-files.ts";

/** What tells the CIFAR sets apart. */
export interface CifarVariant {
  readonly name: DatasetName;
  /** The folder of the binary version below the data root. */
  readonly folder: string;
  /** The folder of the version that Evenkeel does not read. */
  readonly otherVersion: string;
  readonly files: { readonly train: readonly string[]; readonly test: readonly string[] };
  /** How many images an official file holds. */
  readonly recordsPerFile: { readonly train: number; readonly test: number };
  /** The label bytes before an image's pixels. */
  readonly labels: readonly { readonly classes: number }[];
  /** Advice for impossible labels. */
  readonly notThis: string;
}

/** Which label byte is the image's label, and the names of its values. */
export interface CifarLabels {
  readonly byte: number;
  readonly classes: readonly string[];
  /** The set's own list of the names, used where it is there. */
  readonly namesFile: string;
}

/**
 * Opens a CIFAR set: records of label bytes and 3072 pixel bytes (R, G, B planes of 32 × 32).
 *
 * A file may have any whole number of records, and some of several files may be missing; the notes then
 * say how many images there are of how many.
 *
 * @param tolerant leaves damaged files out and lists them in `broken`, instead of throwing.
 * @throws EvenkeelError `CONFIG` for a wrong size or count, `DATA` for missing or damaged files.
 * @see Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
 */
export async function openCifar(
  variant: CifarVariant,
  labelling: CifarLabels,
  options: ResolvedDatasetOptions,
  tolerant: boolean,
): Promise<ImageDataset> {
  const { name } = variant;
  if (options.size !== 32) {
    throw new EvenkeelError("CONFIG", `data.size: ${name} has 32 only, got ${options.size}`, {
      advice: "Leave data.size out, or use the folder set for images of other sizes.",
    });
  }
  const folder = join(resolve(options.root), variant.folder);
  const wanted = wantedFiles(variant, options);
  const found = await findFiles(variant, folder, wanted, options);
  const batches: BatchFile[] = [];
  const broken: BrokenFile[] = [];
  for (const path of found) {
    try {
      batches.push(await readBatchFile(path, variant));
    } catch (error) {
      if (!tolerant || !(error instanceof EvenkeelError)) throw error;
      broken.push({ file: path, reason: error.message });
    }
  }
  const total = batches.reduce((sum, { records }) => sum + records, 0);
  if (total === 0) {
    throw new EvenkeelError("DATA", `${name}: every file is damaged. ${broken[0]?.reason}`, {
      advice: `Move the folder away and run \`evenkeel data fetch ${name}\`.`,
      details: { broken },
    });
  }
  const chosen = chooseEvenly(total, options.count);
  const { pixels, labels } = pickRecords(variant, labelling, batches, chosen);
  const classes = await readClassNames(join(folder, labelling.namesFile), labelling.classes);
  const missing = wanted.filter(({ file }) => !found.includes(join(folder, file)));
  return inMemory(pixels, {
    name,
    source: folder,
    channels: 3,
    height: 32,
    width: 32,
    classes: classes.names,
    labels,
    notes: [
      ...countNotes({
        found: total,
        official: wanted.reduce((sum, { records }) => sum + records, 0),
        split: options.split,
        used: chosen.length,
        missing: missing.map(({ file }) => file),
      }),
      ...classes.notes,
    ],
    broken,
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
  let [file, before] = [0, 0];
  chosen.forEach((index, i) => {
    let batch = batches[file] as BatchFile;
    while (index - before >= batch.records) {
      before += batch.records;
      batch = batches[++file] as BatchFile;
    }
    const start = (index - before) * recordBytes;
    labels[i] = batch.bytes[start + byte] as number;
    pixels.set(
      batch.bytes.subarray(start + variant.labels.length, start + recordBytes),
      i * pixelBytes,
    );
  });
  return { pixels, labels };
}
