/** Data sets as the classifiers and the study of metrics take them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DatasetOptions, DatasetSplit, ImageDataset } from "evenkeel/data";

/**
 * CIFAR-10 at 32 pixels, from its own files or from images in folders.
 *
 * @param place the folder that holds `cifar-10-batches-bin`, or a folder or an archive of images.
 */
export function cifar10Options(place: string, split?: DatasetSplit): DatasetOptions {
  const options: DatasetOptions = existsSync(join(place, "cifar-10-batches-bin"))
    ? { name: "cifar10", root: place }
    : { name: "folder", path: place, size: 32 };
  return split === undefined ? options : { ...options, split };
}

/** Some images of a set, uint8 `[places, C, H, W]`; default: all of them. */
export async function imagesOf(
  dataset: ImageDataset,
  places: ArrayLike<number> = Array.from({ length: dataset.count }, (_, place) => place),
): Promise<Uint8Array> {
  const { channels, height, width } = dataset;
  const images = new Uint8Array(places.length * channels * height * width);
  await dataset.read(places, images);
  return images;
}
