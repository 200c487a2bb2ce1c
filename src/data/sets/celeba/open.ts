/** CelebA's aligned images. */
import { basename } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { countOf } from "../../../text.ts";
import {
  type DataCallbacks,
  type DatasetSplit,
  type ImageDataset,
  officialNote,
} from "../../dataset/index.ts";
import { decodedSet, memoryBytes, type PictureOptions } from "../../pictures/index.ts";
import { openSource } from "../../sources/index.ts";
import { readPartition } from "./partition.ts";
import { findImages, findList } from "./places.ts";

/** The official numbers of images; `all` has those for validation too. */
export const counts = { train: 162_770, test: 19_962, all: 202_599 } as const;

/** The one class. */
export const classes = ["face"] as const;

/** The page of its makers. */
export const home = "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html";

/** Which images, and what they are made into. */
export interface CelebaOptions extends PictureOptions {
  readonly root: string;
  readonly split: Exclude<DatasetSplit, "unlabeled">;
}

/**
 * Opens the aligned images in the order of their names: `img_align_celeba`, a folder or the zip, where
 * {@link findImages} finds it.
 *
 * The splits `train` and `test` are those of `list_eval_partition.txt` (or `.csv`); `all` is every image,
 * those for validation among them, and needs no list.
 *
 * @throws EvenkeelError `DATA` for missing or damaged files, `CONFIG` for a wrong count.
 */
export async function openCeleba(
  options: CelebaOptions,
  callbacks: DataCallbacks,
): Promise<ImageDataset> {
  const { split, root } = options;
  const path = findImages(root, home);
  const list = split === "all" ? undefined : findList(path);
  const partOf = list === undefined ? undefined : await readPartition(list);
  const source = await openSource(path, memoryBytes(options), callbacks);
  const all = Uint32Array.from(source.images.keys());
  const parts = partOf && source.images.map(partOf);
  const images = parts === undefined ? all : all.filter((image) => parts[image] === split);
  if (images.length === 0) throw nothingFound(path, split, list);
  const unlisted = parts?.filter((part) => part === undefined).length ?? 0;
  const notes = [
    ...officialNote(images.length, counts[split]),
    ...(unlisted === 0
      ? []
      : [`${countOf(unlisted, "image")} not in ${basename(list as string)} left out.`]),
    ...source.notes,
  ];
  const labels = new Uint16Array(images.length);
  const pictures = { name: "celeba", source, images, labels, classes, notes };
  return decodedSet(pictures, options, callbacks);
}

function nothingFound(path: string, split: string, list = "the list"): EvenkeelError {
  return new EvenkeelError("DATA", `celeba: no image of the split ${split} in ${path}`, {
    advice: `Is ${list} of these images? --set data.split=all needs no list.`,
    details: { path, split },
  });
}
