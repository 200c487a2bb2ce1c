import { inChannels } from "../dataset/channels.ts";
import type { DataCallbacks, ImageDataset } from "../dataset/dataset.ts";
import { openPoints } from "../drawn/points.ts";
import { openMnist } from "../reading/mnist/mnist.ts";
import { openCeleba } from "../sets/celeba/celeba.ts";
import { openCifar10 } from "../sets/cifar10/cifar10.ts";
import { openCifar100 } from "../sets/cifar100/cifar100.ts";
import { openFolder } from "../sets/folder/folder.ts";
import { openImagenet } from "../sets/imagenet/imagenet.ts";
import { openShapes } from "../sets/shapes/dataset.ts";
import { openStl10 } from "../sets/stl10/stl10.ts";
import {
  type DatasetOptions,
  type ResolvedDatasetOptions,
  resolveDatasetOptions,
} from "./options.ts";

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
