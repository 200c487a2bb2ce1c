import { resolve } from "node:path";
import type { DataCallbacks, DatasetSplit } from "../../dataset/index.ts";
import { decodedOptions } from "../../families/index.ts";
import {
  decodedSet,
  type ImageList,
  measureImages,
  memoryBytes,
  type PictureOptions,
  resamplings,
} from "../../pictures/index.ts";
import { adapt, dataset, path, resize, squareShape } from "../../records/index.ts";
import { folderLayout, imageKinds, openSource } from "../../sources/index.ts";

/** A folder, zip or tar archive of the user's images. */
export const folder = dataset({
  name: "folder",
  kind: "images",
  title: "Your own images",
  summary: `A folder, zip or tar of ${imageKinds} images; sub-folders are classes.`,
  imageSize: "size × size RGB, the middle square of each image (data.crop)",
  counts: null,
  license: "Whatever holds for the images.",
  citation: null,
  home: null,
  files: { kind: "own" },
  location: "Anywhere; named with data.path.",
  options: {
    ...decodedOptions,
    path,
    resize: adapt(resize, { default: "sharp-cubic", values: resamplings }),
  },
  rules: [
    {
      keys: ["path"],
      broken: (values) =>
        values.path === undefined
          ? "must name the folder or archive of images when data.name is folder (--set data.path=PATH)"
          : undefined,
    },
  ],
  shape: squareShape,
  classes: () => undefined,
  async open(values, context) {
    return decodedSet(await listFolder(values, context), values, context);
  },
  async measure(values, context) {
    return measureImages(await listFolder(values, context), context);
  },
});

/**
 * The images in the order of their paths.
 *
 * Sub-folders are classes, or `train` and `test` with classes inside: see `folderLayout`. How a file
 * becomes `size` × `size` RGB: see `decodeImage`. Whether they are held in memory or decoded as they are
 * needed, and what happens to broken files: see `decodedSet`.
 *
 * @throws EvenkeelError `DATA` for a missing or damaged folder or archive, or one without images.
 */
async function listFolder(
  options: Pick<PictureOptions, "memory"> & {
    readonly path: string | undefined;
    readonly split: Exclude<DatasetSplit, "unlabeled">;
  },
  callbacks: DataCallbacks,
): Promise<ImageList> {
  const source = await openSource(resolve(options.path as string), memoryBytes(options), callbacks);
  const layout = folderLayout(source, options.split);
  const notes = [...source.notes, ...layout.notes];
  return { name: "folder", source, ...layout, notes };
}
