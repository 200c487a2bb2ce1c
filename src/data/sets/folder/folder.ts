import { resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import type { ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { DataCallbacks, ImageDataset } from "../../dataset/dataset.ts";
import { memoryOf, openImages } from "../../pictures/images.ts";
import { folderLayout } from "../../sources/layout.ts";
import { openSource } from "../../sources/open-source.ts";

/**
 * Opens a folder, zip or tar archive of images, in the order of their paths.
 *
 * Sub-folders are classes, or `train` and `test` with classes inside: see `folderLayout`. How a file
 * becomes `size` × `size` RGB: see `decodeImage`. Whether they are held in memory or decoded as they are
 * needed, and what becomes of broken files: see `openImages`.
 *
 * @throws EvenkeelError `CONFIG` without a path or for a count above the images found; `DATA` for a
 *   missing or damaged folder or archive, or one without a readable image.
 */
export async function openFolder(
  options: ResolvedDatasetOptions,
  callbacks: DataCallbacks = {},
): Promise<ImageDataset> {
  const { path } = options;
  if (path === undefined || path === "") {
    throw new EvenkeelError(
      "CONFIG",
      "data.path: the folder set needs a folder or archive, got none",
      {
        advice: "Name the folder or archive of images with --set data.path=PATH.",
      },
    );
  }
  const source = await openSource(resolve(path), memoryOf(options), callbacks);
  const { images, labels, classes, notes } = folderLayout(source, options.split);
  const list = {
    name: "folder",
    source,
    images,
    labels,
    classes,
    notes: [...source.notes, ...notes],
  } as const;
  return openImages(list, options, callbacks);
}
