import { openCifar10 } from "./cifar10/cifar10.ts";
import type { DataCallbacks, ImageDataset } from "./dataset.ts";
import { openFolder } from "./folder/folder.ts";
import { type DatasetOptions, resolveDatasetOptions } from "./options.ts";
import { openPoints } from "./points/dataset.ts";
import { openShapes } from "./shapes/dataset.ts";

/**
 * Opens a data set for reading.
 *
 * @param options which one; see {@link DatasetOptions} for the defaults.
 * @param callbacks progress (decoding a folder of images takes a while) and a stop signal.
 * @throws EvenkeelError `CONFIG` for a wrong option, `DATA` for missing or damaged files.
 */
export async function openDataset(
  options: DatasetOptions,
  callbacks: DataCallbacks = {},
): Promise<ImageDataset> {
  const resolved = resolveDatasetOptions(options);
  switch (resolved.name) {
    case "shapes":
      return openShapes(resolved);
    case "cifar10":
      return openCifar10(resolved);
    case "folder":
      return openFolder(resolved, callbacks);
    case "ring":
    case "grid":
    case "swiss-roll":
    case "moons":
      return openPoints(resolved.name, resolved);
  }
}
