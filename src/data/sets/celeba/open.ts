/** CelebA's aligned images. */
import { basename, dirname, join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { countOf } from "../../../text.ts";
import {
  type DataCallbacks,
  type DatasetSplit,
  type ImageDataset,
  officialNote,
} from "../../dataset/index.ts";
import { decodedSet, memoryBytes, type PictureOptions } from "../../pictures/index.ts";
import { firstThere } from "../../reading/index.ts";
import { openSource } from "../../sources/index.ts";
import { readPartition } from "./partition.ts";

const imagesFolder = "img_align_celeba";
const listName = "list_eval_partition.txt";
const folders = ["celeba", "CelebA", "."];

/** The official numbers of images; `all` has those for validation too. */
export const counts = { train: 162_770, test: 19_962, all: 202_599 } as const;

/** The one class. */
export const classes = ["face"] as const;

/** The page of its makers. */
export const home = "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html";

/** Where its files are looked for. */
export const location = `${imagesFolder}/ or ${imagesFolder}.zip, and ${listName} beside it, in celeba/ below data.root`;

/** Which images, and what they are made into. */
export interface CelebaOptions extends PictureOptions {
  readonly root: string;
  readonly split: Exclude<DatasetSplit, "unlabeled">;
}

/**
 * Opens the aligned images in the order of their names: `img_align_celeba`, a folder or the zip, in
 * `celeba` below the data root or in the root itself.
 *
 * The splits `train` and `test` are those of `list_eval_partition.txt`, which lies beside them; `all` is
 * every image, those for validation among them, and needs no list.
 *
 * @throws EvenkeelError `DATA` for missing or damaged files, `CONFIG` for a wrong count.
 */
export async function openCeleba(
  options: CelebaOptions,
  callbacks: DataCallbacks,
): Promise<ImageDataset> {
  const { split, root } = options;
  const path = firstThere(
    root,
    folders.flatMap((folder) =>
      [imagesFolder, `${imagesFolder}.zip`].map((name) => join(folder, name)),
    ),
  );
  if (path === undefined) throw missing(root);
  const parts = split === "all" ? undefined : await readPartition(join(dirname(path), listName));
  const source = await openSource(path, memoryBytes(options), callbacks);
  const all = Uint32Array.from(source.images.keys());
  const partOf = (image: number) => parts?.get(basename(source.images[image] as string));
  const images = parts === undefined ? all : all.filter((image) => partOf(image) === split);
  if (images.length === 0) throw nothingFound(path, split);
  const unlisted =
    parts === undefined ? 0 : all.filter((image) => partOf(image) === undefined).length;
  const notes = [
    ...officialNote(images.length, counts[split]),
    ...(unlisted === 0 ? [] : [`${countOf(unlisted, "image")} not in ${listName} left out.`]),
    ...source.notes,
  ];
  const labels = new Uint16Array(images.length);
  const list = { name: "celeba", source, images, labels, classes, notes };
  return decodedSet(list, options, callbacks);
}

function missing(root: string): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `celeba: there must be ${imagesFolder} or ${imagesFolder}.zip in ${join(resolve(root), "celeba")}, got neither`,
    {
      advice:
        `Get the aligned images (Align&Cropped, ${imagesFolder}.zip) and ${listName} from ${home}, ` +
        "or name the folder above with --set data.root=DIR.",
      details: { root },
    },
  );
}

function nothingFound(path: string, split: string): EvenkeelError {
  return new EvenkeelError("DATA", `celeba: no image of the split ${split} in ${path}`, {
    advice: `Is ${listName} of these images? --set data.split=all needs no list.`,
    details: { path, split },
  });
}
