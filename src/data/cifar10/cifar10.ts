import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { type BrokenFile, checkedRead, evenlySpread, type ImageDataset } from "../dataset.ts";
import { formatCount, reasonOf, systemCode } from "../files.ts";
import type { ResolvedDatasetOptions } from "../options.ts";
import { type BatchFile, readBatchFile, recordBytes } from "./batch-file.ts";

/** The folder of the binary version below the data root. */
export const cifar10Folder = "cifar-10-batches-bin";
const trainFiles = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);
const testFiles = ["test_batch.bin"];
/** The batch files of each part. */
export const cifar10Files = {
  train: trainFiles,
  test: testFiles,
  all: [...trainFiles, ...testFiles],
} as const;
/** How many images an official batch file holds. */
export const cifar10RecordsPerFile = 10_000;

/** The names of the labels 0 … 9. */
export const cifar10Classes: readonly string[] = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

const pixelBytes = recordBytes - 1;
const fetchAdvice =
  "Get it with `evenkeel data fetch cifar10`, or name the folder that holds " +
  `${cifar10Folder} with --set data.root=DIR.`;

/**
 * Opens CIFAR-10 in its original binary format: records of one label byte and 3072 pixel bytes
 * (R, G, B planes of 32 × 32).
 *
 * A file may have any whole number of records, and some of the training files may be missing; the
 * notes then say how many images there are of how many.
 *
 * @param tolerant leaves damaged files out and lists them in `broken`, instead of throwing.
 * @throws EvenkeelError `CONFIG` for a wrong size or count, `DATA` for missing or damaged files.
 * @see Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
 */
export async function openCifar10(
  options: ResolvedDatasetOptions,
  tolerant = false,
): Promise<ImageDataset> {
  if (options.size !== 32) {
    throw new EvenkeelError("CONFIG", `data.size: cifar10 has 32 only, got ${options.size}`, {
      advice: "Leave data.size out, or use the folder set for images of other sizes.",
    });
  }
  const folder = join(resolve(options.root), cifar10Folder);
  const found = await findFiles(folder, options);
  const batches: BatchFile[] = [];
  const broken: BrokenFile[] = [];
  for (const path of found) {
    try {
      batches.push(await readBatchFile(path));
    } catch (error) {
      if (!tolerant || !(error instanceof EvenkeelError)) throw error;
      broken.push({ file: path, reason: error.message });
    }
  }
  const { pixels, labels } = pickRecords(batches, options, broken);
  const classes = await readClasses(join(folder, "batches.meta.txt"));
  return {
    name: "cifar10",
    source: folder,
    count: labels.length,
    channels: 3,
    height: 32,
    width: 32,
    dtype: "uint8",
    classes: classes.names,
    labels,
    read: checkedRead("cifar10", labels.length, pixelBytes, Uint8Array, (index, out) =>
      out.set(pixels.subarray(index * pixelBytes, (index + 1) * pixelBytes)),
    ),
    notes: [...countNotes(batches, found, options), ...classes.notes],
    broken,
  };
}

async function findFiles(
  folder: string,
  options: ResolvedDatasetOptions,
): Promise<readonly string[]> {
  const present = await readdir(folder).catch(async (error: unknown) => {
    const missing = systemCode(error) === "ENOENT";
    const advice = (missing ? await misplaced(resolve(options.root)) : undefined) ?? fetchAdvice;
    throw new EvenkeelError(
      "DATA",
      `cifar10: cannot read the folder ${folder}: ${reasonOf(error)}`,
      { advice, details: { folder }, cause: error },
    );
  });
  const wanted = cifar10Files[options.split];
  const found = wanted.filter((file) => present.includes(file));
  if (found.length > 0) return found.map((file) => join(folder, file));
  throw new EvenkeelError(
    "DATA",
    `cifar10: no file of the split ${options.split} found, looked for ` +
      join(folder, wanted.length === 1 ? (wanted[0] as string) : `{${wanted.join(",")}}`),
    { advice: fetchAdvice, details: { folder, split: options.split } },
  );
}

/** Advice for a root that is one folder too deep, or that holds another version of the set. */
async function misplaced(root: string): Promise<string | undefined> {
  const there = await readdir(root).catch(() => [] as string[]);
  if (basename(root) === cifar10Folder && there.length > 0) {
    return `data.root must be the folder above: --set data.root=${dirname(root)}`;
  }
  if (there.includes("cifar-10-batches-py")) {
    return `${root} holds the Python version; get the binary version with \`evenkeel data fetch cifar10\`.`;
  }
  return undefined;
}

function pickRecords(
  batches: readonly BatchFile[],
  { count }: ResolvedDatasetOptions,
  broken: readonly BrokenFile[],
): { readonly pixels: Uint8Array; readonly labels: Uint8Array } {
  const total = totalRecords(batches);
  if (total === 0) {
    throw new EvenkeelError("DATA", `cifar10: every file is damaged. ${broken[0]?.reason}`, {
      advice: "Move the folder away and run `evenkeel data fetch cifar10`.",
      details: { broken },
    });
  }
  if (count !== undefined && count > total) {
    throw new EvenkeelError(
      "CONFIG",
      `data.count: must be at most the ${total} images found, got ${count}`,
      { advice: "Leave data.count out to take all of them." },
    );
  }
  const chosen = evenlySpread(total, count);
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
    labels[i] = batch.bytes[start] as number;
    pixels.set(batch.bytes.subarray(start + 1, start + recordBytes), i * pixelBytes);
  });
  return { pixels, labels };
}

async function readClasses(
  path: string,
): Promise<{ readonly names: readonly string[]; readonly notes: readonly string[] }> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return { names: cifar10Classes, notes: [] };
  const names = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (names.length === cifar10Classes.length) return { names, notes: [] };
  const note = `${path} has ${names.length} class names, not 10; the built-in names are used.`;
  return { names: cifar10Classes, notes: [note] };
}

function countNotes(
  batches: readonly BatchFile[],
  found: readonly string[],
  { split, count }: ResolvedDatasetOptions,
): readonly string[] {
  const wanted = cifar10Files[split];
  const total = totalRecords(batches);
  const official = wanted.length * cifar10RecordsPerFile;
  const part = { train: "training ", test: "test ", all: "" }[split];
  const missing = wanted.filter((name) => !found.some((path) => basename(path) === name));
  return [
    ...(total === official
      ? []
      : [`${formatCount(total)} of the official ${formatCount(official)} ${part}images.`]),
    ...(missing.length === 0 ? [] : [`Files not there: ${missing.join(", ")}.`]),
    ...(count === undefined || count === total
      ? []
      : [`${formatCount(count)} of them are used (data.count), evenly spread.`]),
  ];
}

function totalRecords(batches: readonly BatchFile[]): number {
  return batches.reduce((sum, { records }) => sum + records, 0);
}
