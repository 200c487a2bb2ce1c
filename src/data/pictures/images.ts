import { EvenkeelError } from "../../errors.ts";
import { formatCount } from "../../text.ts";
import { defaultMemory, type ResolvedDatasetOptions } from "../catalog/options.ts";
import type { DataCallbacks, ImageDataset } from "../dataset/dataset.ts";
import { chooseEvenly } from "../dataset/memory.ts";
import type { Target } from "./decode.ts";
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
  const list = choose(all, options.count);
  const target = targetOf(options);
  const memory = memoryOf(options);
  return list.images.length * 3 * target.size ** 2 <= memory
    ? heldImages(list, target, callbacks)
    : streamedImages(list, target, memory, callbacks);
}

/** The bytes that decoded images may take. */
export function memoryOf({ memory = defaultMemory }: ResolvedDatasetOptions): number {
  return memory * 2 ** 20;
}

function targetOf({ name, size, crop, resize }: ResolvedDatasetOptions): Target {
  if (crop === undefined || resize === undefined || resize === "pad") {
    throw new EvenkeelError("DATA", `internal: ${name} is no set of files to decode`);
  }
  return { size, crop, resize };
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
