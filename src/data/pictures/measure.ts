import { type DataCallbacks, type ImageSizes, imageSizes } from "../dataset/index.ts";
import { squareSideOf } from "./decode.ts";
import type { ImageList } from "./image-list.ts";
import { visitImages } from "./visit.ts";

/**
 * Which sizes the images of a list have, as their files say; `undefined` where none is an image.
 *
 * @throws EvenkeelError `DATA` when the signal stops it.
 */
export async function measureImages(
  list: ImageList,
  callbacks: DataCallbacks,
): Promise<ImageSizes | undefined> {
  const sides: number[] = [];
  const measure = async (position: number) => {
    const bytes = await list.source.read(list.images[position] as number).catch(() => undefined);
    const side = bytes && (await squareSideOf(bytes));
    if (side !== undefined) sides.push(side);
  };
  await visitImages(list, "read", measure, callbacks);
  return imageSizes(sides);
}
