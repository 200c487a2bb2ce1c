/** Gray and color. */
import { toColor, toGray } from "../../images/index.ts";
import { requireOutput } from "./checked-read.ts";
import { emptyImages, type ImageDataset } from "./dataset.ts";

/**
 * A set of pixels with its images gray (`channels` 1) or in color (3). Gray ones in color have the same
 * value in each channel; of color ones the luma of ITU-R 601 is left, as Pillow computes it:
 * (19595 R + 38470 G + 7471 B + 2^15) / 2^16. A set that has as many channels is returned as it is.
 */
export function inChannels(dataset: ImageDataset, channels: number): ImageDataset {
  if (dataset.channels === channels) return dataset;
  const plane = dataset.height * dataset.width;
  return {
    ...dataset,
    channels,
    read(indices, out) {
      requireOutput(dataset.name, indices.length, channels * plane, Uint8Array, out);
      const images = emptyImages(dataset, indices.length) as Uint8Array;
      const finish = () => convert(images, out, plane);
      const reading = dataset.read(indices, images);
      return reading === undefined ? finish() : reading.then(finish);
    },
  };
}

/** Images that are read at a time. */
const READ = 256;

/** Whether each image of a set is gray: its channels are alike. Reading stops at the first that is not. */
export async function isGray(dataset: ImageDataset): Promise<boolean> {
  const plane = dataset.height * dataset.width;
  for (let start = 0; start < dataset.count; start += READ) {
    const count = Math.min(READ, dataset.count - start);
    const images = emptyImages(dataset, count);
    await dataset.read(
      Array.from({ length: count }, (_, i) => start + i),
      images,
    );
    const gray = images.every((value, i) => {
      const place = i % (dataset.channels * plane);
      return value === images[i - place + (place % plane)];
    });
    if (!gray) return false;
  }
  return true;
}

function convert(images: Uint8Array, out: Uint8Array, plane: number): void {
  if (images.length > out.length) toGray(images, out, plane);
  else toColor(images, out, plane);
}
