import { formatCount } from "../../text.ts";
import { chooseEvenly, type DataCallbacks, type ImageDataset } from "../dataset/index.ts";
import { heldImages } from "./held.ts";
import { filesOf, type ImageList } from "./image-list.ts";
import { streamedImages } from "./streamed.ts";
import { planesOfTarget, sizeOfTarget, type Target } from "./target.ts";

/** How many image files are decoded, into what and how. */
export interface PictureOptions extends Target {
  readonly count: number | undefined;
  /** MiB that the decoded images may take in memory. */
  readonly memory: number;
}

/**
 * A set of images that are decoded to uint8: once, and held in memory, where they fit into
 * `options.memory` ({@link heldImages}); else each time they are needed ({@link streamedImages}).
 *
 * @throws EvenkeelError `CONFIG` for a count above the images of the list; `DATA` where none can be read,
 *   or for a stop by the signal.
 */
export async function decodedSet(
  all: ImageList,
  options: PictureOptions,
  callbacks: DataCallbacks,
): Promise<ImageDataset> {
  const files = filesOf(all);
  await callbacks.onFiles?.(files);
  const list = choose(all, options.count);
  const memory = memoryBytes(options);
  const [height, width] = sizeOfTarget(options);
  const dataset =
    list.images.length * planesOfTarget(options) * height * width <= memory
      ? await heldImages(list, options, callbacks)
      : streamedImages(list, options, memory, callbacks);
  return { ...dataset, files, ...(all.heldOut && { heldOut: all.heldOut }) };
}

/** The bytes that decoded images may take. */
export function memoryBytes({ memory }: Pick<PictureOptions, "memory">): number {
  return memory * 2 ** 20;
}

/** `count` of the images, evenly spread. */
function choose(list: ImageList, count: number | undefined): ImageList {
  const found = list.images.length;
  const chosen = chooseEvenly(found, count);
  if (chosen.length === found) return list;
  return {
    ...list,
    images: chosen.map((i) => list.images[i] as number),
    labels: Uint16Array.from(chosen, (i) => list.labels[i] as number),
    notes: [`Chosen from ${formatCount(found)}, evenly spread (data.count).`, ...list.notes],
  };
}
