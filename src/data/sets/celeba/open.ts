import { basename, dirname, join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { countOf, formatCount } from "../../../text.ts";
import { celebaInfo } from "../../catalog/celeba-info.ts";
import type { ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { DataCallbacks, ImageDataset } from "../../dataset/dataset.ts";
import { memoryOf, openImages } from "../../pictures/images.ts";
import { firstThere } from "../../reading/first-there.ts";
import { openSource } from "../../sources/open-source.ts";
import { readPartition } from "./partition.ts";

const imagesFolder = "img_align_celeba";
const listName = "list_eval_partition.txt";
const folders = ["celeba", "CelebA", "."];

/**
 * Opens CelebA's aligned images, in the order of their names: `img_align_celeba`, a folder or the zip,
 * in `celeba` below the data root or in the root itself.
 *
 * The splits `train` and `test` are those of `list_eval_partition.txt`, which lies beside them; `all` is
 * every image, those for validation among them, and needs no list. By default the middle 128 × 128 pixels
 * are resized to `size` by OpenCV's bilinear rule, as in the BSN authors' code.
 *
 * @throws EvenkeelError `DATA` for missing or damaged files, `CONFIG` for a wrong option.
 */
export async function openCeleba(
  options: ResolvedDatasetOptions,
  callbacks: DataCallbacks = {},
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
  const source = await openSource(path, memoryOf(options), callbacks);
  const all = Uint32Array.from(source.images.keys());
  const partOf = (image: number) => parts?.get(basename(source.images[image] as string));
  const images = parts === undefined ? all : all.filter((image) => partOf(image) === split);
  if (images.length === 0) throw nothingFound(path, split);
  const unlisted =
    parts === undefined ? 0 : all.filter((image) => partOf(image) === undefined).length;
  const official = celebaInfo.counts?.[split] ?? 0;
  const notes = [
    ...(images.length === official
      ? []
      : [`${formatCount(images.length)} of the official ${formatCount(official)} images.`]),
    ...(unlisted === 0 ? [] : [`${countOf(unlisted, "image")} not in ${listName} left out.`]),
    ...source.notes,
  ];
  const labels = new Uint16Array(images.length);
  const list = { name: "celeba", source, images, labels, classes: ["face"], notes } as const;
  return openImages(list, options, callbacks);
}

function missing(root: string): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `celeba: there must be ${imagesFolder} or ${imagesFolder}.zip in ${join(resolve(root), "celeba")}, got neither`,
    {
      advice:
        `Get the aligned images (Align&Cropped, ${imagesFolder}.zip) and ${listName} from ${celebaInfo.home}, ` +
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
