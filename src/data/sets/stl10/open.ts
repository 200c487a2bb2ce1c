/** STL-10 in its original binary format. */
import { join } from "node:path";
import {
  allocatePixels,
  chooseEvenly,
  countNotes,
  type DataCallbacks,
  type DatasetSplit,
  type ImageDataset,
  inMemory,
} from "../../dataset/index.ts";
import { pathOf, readClassNames } from "../../reading/index.ts";
import { measureImages, type Part, readImages, recordBytes, type Sizing } from "./images-file.ts";
import { readLabels } from "./labels-file.ts";

/** The folder of the binary version below the data root. */
export const folder = "stl10_binary";

/** The official numbers of images. */
export const counts = { train: 5000, test: 8000, unlabeled: 100_000 } as const;

/** The sizes in bytes of the official files. */
export const fileSizes = {
  "train_X.bin": counts.train * recordBytes,
  "train_y.bin": counts.train,
  "test_X.bin": counts.test * recordBytes,
  "test_y.bin": counts.test,
  "unlabeled_X.bin": counts.unlabeled * recordBytes,
};

/** The names of the labels; in the files they are 1 … 10. */
const labelled: readonly string[] = [
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
} as const satisfies Readonly<Record<DatasetSplit, readonly (keyof typeof counts)[]>>;

/** The names of the classes of a split. */
export function classesOf(split: DatasetSplit, names = labelled): readonly string[] {
  return split === "unlabeled" ? ["unlabeled"] : names;
}

/** Which images, and how they come to their size. */
export interface Stl10Options extends Sizing {
  readonly root: string;
  readonly split: DatasetSplit;
  readonly count: number | undefined;
}

/**
 * Opens STL-10: 96 × 96 images as R, G, B planes, each stored column by column, with the labels 1 … 10 in
 * a file of their own; resized once to `size` × `size` by `resize` and held in memory as uint8 (3·size²
 * bytes an image).
 *
 * The split `unlabeled`, 100 000 images, has one class. `all` is `train` and `test`. A file may have any
 * whole number of images; the notes say so where it is not the official one.
 *
 * @throws EvenkeelError `CONFIG` for a count above the images found; `DATA` for missing or damaged files
 *   or too many images for the memory.
 * @see Coates, Lee & Ng 2011, "An Analysis of Single-Layer Networks in Unsupervised Feature Learning".
 */
export async function openStl10(
  options: Stl10Options,
  callbacks: DataCallbacks,
): Promise<ImageDataset> {
  const { root, size, split, count, resize } = options;
  const place = { set: "stl10", root, folder };
  const source = pathOf(place);
  const names = partNames[split];
  const files = {
    path: source,
    names: names.flatMap((name) =>
      name === "unlabeled" ? [`${name}_X.bin`] : [`${name}_X.bin`, `${name}_y.bin`],
    ),
  };
  const parts: Part[] = [];
  for (const name of names) {
    const path = join(source, `${name}_X.bin`);
    const records = await measureImages(place, path);
    const labels = name === "unlabeled" ? undefined : join(source, `${name}_y.bin`);
    parts.push({
      path,
      records,
      labels: labels ? await readLabels(labels, path, records) : new Uint8Array(records),
    });
  }
  await callbacks.onFiles?.(files);
  const total = parts.reduce((sum, { records }) => sum + records, 0);
  const chosen = chooseEvenly(total, count);
  const pixels = allocatePixels("stl10", chosen.length, 3 * size * size);
  await readImages(parts, chosen, options, pixels, callbacks);
  const everyLabel = Uint8Array.from(parts.flatMap(({ labels }) => [...labels]));
  const classes = await readClassNames(join(source, "class_names.txt"), labelled);
  return inMemory(pixels, {
    name: "stl10",
    source,
    files,
    channels: 3,
    height: size,
    width: size,
    classes: classesOf(split, classes.names),
    labels: Uint8Array.from(chosen, (index) => everyLabel[index] as number),
    notes: [
      ...countNotes({
        found: total,
        official: names.reduce((sum, name) => sum + counts[name], 0),
        split,
        used: chosen.length,
      }),
      ...(split === "unlabeled" ? [] : classes.notes),
      ...(size === 96 ? [] : [`Resized from 96 to ${size} pixels by ${resize}.`]),
    ],
    broken: [],
  });
}
