import { openCeleba } from "./celeba/celeba.ts";
import { inChannels } from "./channels.ts";
import { openCifar10 } from "./cifar/cifar10.ts";
import { openCifar100 } from "./cifar/cifar100.ts";
import type { DataCallbacks, ImageDataset } from "./dataset.ts";
import { openFolder } from "./folder/folder.ts";
import { openImagenet } from "./imagenet/imagenet.ts";
import { openMnist } from "./mnist/mnist.ts";
import {
  type DatasetOptions,
  type ResolvedDatasetOptions,
  resolveDatasetOptions,
} from "./options.ts";
import { openPoints } from "./points/dataset.ts";
import { openShapes } from "./shapes/dataset.ts";
import { openStl10 } from "./stl10/stl10.ts";

/**
 * Opens a data set for reading.
 *
 * @param options which one; see {@link DatasetOptions} for the defaults.
 * @param callbacks progress (decoding images takes a while) and a stop signal.
 * @param tolerant leaves damaged files of a set that has several out and lists them in `broken`.
 * @throws EvenkeelError `CONFIG` for a wrong option, `DATA` for missing or damaged files.
 */
export async function openDataset(
  options: DatasetOptions,
  callbacks: DataCallbacks = {},
  tolerant = false,
): Promise<ImageDataset> {
  const resolved = resolveDatasetOptions(options);
  const dataset = await openResolved(resolved, callbacks, tolerant);
  return inChannels(dataset, resolved.channels ?? dataset.channels);
}

function openResolved(
  options: ResolvedDatasetOptions,
  callbacks: DataCallbacks,
  tolerant: boolean,
): ImageDataset | Promise<ImageDataset> {
  switch (options.name) {
    case "shapes":
      return openShapes(options);
    case "cifar10":
      return openCifar10(options, tolerant);
    case "cifar100":
      return openCifar100(options, tolerant);
    case "stl10":
      return openStl10(options, callbacks);
    case "mnist":
    case "fashion-mnist":
      return openMnist(options.name, options);
    case "celeba":
      return openCeleba(options, callbacks);
    case "imagenet":
      return openImagenet(options, callbacks);
    case "folder":
      return openFolder(options, callbacks);
    case "ring":
    case "grid":
    case "swiss-roll":
    case "moons":
      return openPoints(options.name, options);
  }
}
