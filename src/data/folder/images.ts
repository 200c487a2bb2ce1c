import { EvenkeelError } from "../../errors.ts";
import { type DataCallbacks, evenlySpread, type ImageDataset } from "../dataset.ts";
import { formatCount } from "../files.ts";
import { defaultMemory, type ResolvedDatasetOptions } from "../options.ts";
import { heldImages } from "./held.ts";
import type { ImageList } from "./image-list.ts";
import { streamedImages } from "./streamed.ts";

/**
 * A set of images that are decoded to uint8: once, and held in memory, where they fit into
 * `options.memory` ({@link heldImages}); else each time they are needed ({@link streamedImages}).
 *
 * @throws EvenkeelError `CONFIG` for a count above the images of the list; `DATA` where none can be read,
 *   or for a stop by the signal.
 */
export async function openImages(
  all: ImageList,
  options: ResolvedDatasetOptions,
  callbacks: DataCallbacks,
): Promise<ImageDataset> {
  const { size, crop = "square", resize = "sharp-cubic" } = options;
  const list = choose(all, options.count);
  const target = { size, crop, resize };
  const memory = memoryOf(options);
  return list.images.length * 3 * size ** 2 <= memory
    ? heldImages(list, target, callbacks)
    : streamedImages(list, target, memory, callbacks);
}

/** The bytes that decoded images may take. */
export function memoryOf({ memory = defaultMemory }: ResolvedDatasetOptions): number {
  return memory * 2 ** 20;
}

/** `count` of the images, evenly spread. */
function choose(list: ImageList, count: number | undefined): ImageList {
  const found = list.images.length;
  if (count === undefined || count === found) return list;
  if (count > found) {
    throw new EvenkeelError(
      "CONFIG",
      `data.count: must be at most the ${found} images in ${list.source.path}, got ${count}`,
      { advice: "Leave data.count out to take all of them." },
    );
  }
  const chosen = evenlySpread(found, count);
  return {
    ...list,
    images: chosen.map((i) => list.images[i] as number),
    labels: Uint16Array.from(chosen, (i) => list.labels[i] as number),
    notes: [`Chosen from ${formatCount(found)}, evenly spread (data.count).`, ...list.notes],
  };
}
