/** Images mirrored left to right. */
import type { Images, ImageType } from "../../images/index.ts";
import { type ImageDataset, imageLength } from "./dataset.ts";

/** The images of a set mirrored left to right, in its order. */
export function mirrored<Type extends ImageType>(dataset: ImageDataset<Type>): ImageDataset<Type> {
  const length = imageLength(dataset);
  return {
    ...dataset,
    async read(indices, out) {
      await dataset.read(indices, out);
      for (let i = 0; i < indices.length; i++) {
        mirror(out.subarray(i * length, (i + 1) * length), dataset.width);
      }
    },
  };
}

/** Reverses each row, of `width` values. */
export function mirror(images: Images, width: number): void {
  for (let row = 0; row < images.length; row += width) {
    images.subarray(row, row + width).reverse();
  }
}
