/** A look at a data set. */
import { type ImageGrid, imageGrid } from "../../plots/images/index.ts";
import { emptyImages, type ImageDataset } from "../dataset/index.ts";

/** Images of a grid, and those of a row. */
const [IMAGES, COLUMNS] = [64, 8];
/** The least width of an image, in pixels. */
const LEAST_WIDTH = 64;

/**
 * Up to 64 images that are evenly spread over a data set, from the first to the last, in rows of eight.
 *
 * @returns `undefined` for points.
 * @throws EvenkeelError `DATA` for images that cannot be read.
 */
export async function datasetGrid(dataset: ImageDataset): Promise<ImageGrid | undefined> {
  if (dataset.dtype === "float32") return undefined;
  const { channels, height, width } = dataset;
  const sound = Array.from({ length: dataset.count }, (_, i) => i).filter(
    (i) => !dataset.isBroken?.(i),
  );
  const count = Math.min(sound.length, IMAGES);
  const places = Uint32Array.from({ length: count }, (_, i) => {
    return sound[Math.floor((i * sound.length) / count)] as number;
  });
  const data = emptyImages(dataset, count) as Uint8Array;
  await dataset.read(places, data);
  const rows = Math.ceil(count / COLUMNS);
  const columns = Math.min(count, COLUMNS);
  const upscale = Math.max(1, Math.round(LEAST_WIDTH / height));
  return imageGrid({ data, shape: [count, channels, height, width] }, { rows, columns, upscale });
}
