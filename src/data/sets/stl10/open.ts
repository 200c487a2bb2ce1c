import { join, resolve } from "node:path";
import type { DatasetSplit, ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { DataCallbacks, ImageDataset } from "../../dataset/dataset.ts";
import { allocatePixels, chooseEvenly, countNotes, inMemory } from "../../dataset/memory.ts";
import { readClassNames } from "../../reading/class-names.ts";
import { measureImages, type Part, readImages, recordBytes } from "./images-file.ts";
import { readLabels } from "./labels-file.ts";

/** The folder of the binary version below the data root. */
export const stl10Folder = "stl10_binary";

const officialRecords = { train: 5000, test: 8000, unlabeled: 100_000 } as const;

/** The sizes in bytes of the official files. */
export const stl10FileSizes = {
  "train_X.bin": officialRecords.train * recordBytes,
  "train_y.bin": officialRecords.train,
  "test_X.bin": officialRecords.test * recordBytes,
  "test_y.bin": officialRecords.test,
  "unlabeled_X.bin": officialRecords.unlabeled * recordBytes,
};

/** The names of the labels; in the files they are 1 … 10. */
export const stl10Classes: readonly string[] = [
  "airplane",
  "bird",
  "car",
  "cat",
  "deer",
  "dog",
  "horse",
  "monkey",
  "ship",
  "truck",
];

const partNames = {
  train: ["train"],
  test: ["test"],
  all: ["train", "test"],
  unlabeled: ["unlabeled"],
} as const satisfies Readonly<Record<DatasetSplit, readonly (keyof typeof officialRecords)[]>>;

/**
 * Opens STL-10 in its original binary format: 96 × 96 images as R, G, B planes, each stored column by
 * column, with the labels 1 … 10 in a file of their own; resized once to `size` × `size` by `resize` and
 * held in memory as uint8 (3·size² bytes an image).
 *
 * The default, `opencv-bilinear`, is what the BSN authors' code does: at 48 pixels the mean of every
 * 2 × 2. The split `unlabeled`, 100 000 images, is what that code trains on; it has one class. `all` is
 * `train` and `test`. A file may have any whole number of images; the notes then tell.
 *
 * @throws EvenkeelError `CONFIG` for a count above the images found; `DATA` for missing or damaged files
 *   or too many images for the memory.
 * @see Coates, Lee & Ng 2011, "An Analysis of Single-Layer Networks in Unsupervised Feature Learning".
 */
export async function openStl10(
  options: ResolvedDatasetOptions,
  callbacks: DataCallbacks = {},
): Promise<ImageDataset> {
  const { size, split, count } = options;
  const folder = join(resolve(options.root), stl10Folder);
  const names = partNames[split];
  const parts: Part[] = [];
  for (const name of names) {
    const path = join(folder, `${name}_X.bin`);
    const records = await measureImages(path, options);
    const labels = name === "unlabeled" ? undefined : join(folder, `${name}_y.bin`);
    parts.push({
      path,
      records,
      labels: labels ? await readLabels(labels, path, records) : new Uint8Array(records),
    });
  }
  const total = parts.reduce((sum, { records }) => sum + records, 0);
  const chosen = chooseEvenly(total, count);
  const pixels = allocatePixels("stl10", chosen.length, 3 * size * size);
  await readImages(parts, chosen, options, pixels, callbacks);
  const everyLabel = Uint8Array.from(parts.flatMap(({ labels }) => [...labels]));
  const classes = await readClassNames(join(folder, "class_names.txt"), stl10Classes);
  return inMemory(pixels, {
    name: "stl10",
    source: folder,
    channels: 3,
    height: size,
    width: size,
    classes: split === "unlabeled" ? ["unlabeled"] : classes.names,
    labels: Uint8Array.from(chosen, (index) => everyLabel[index] as number),
    notes: [
      ...countNotes({
        found: total,
        official: names.reduce((sum, name) => sum + officialRecords[name], 0),
        split,
        used: chosen.length,
      }),
      ...(split === "unlabeled" ? [] : classes.notes),
      ...(size === 96 ? [] : [`Resized from 96 to ${size} pixels by ${options.resize}.`]),
    ],
    broken: [],
  });
}
