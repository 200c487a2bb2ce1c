/** Data sets that are held in memory. */
import { constants } from "node:buffer";
import { totalmem } from "node:os";
import { EvenkeelError } from "../../errors.ts";
import { countOf, formatBytes } from "../../text.ts";
import { checkedRead } from "./checked-read.ts";
import { type ImageDataset, imageLength } from "./dataset.ts";

/** A set of pixels in memory, `[N, C, H, W]`. */
export function inMemory(
  pixels: Uint8Array,
  set: Omit<ImageDataset<"uint8">, "count" | "dtype" | "read" | "readAhead">,
): ImageDataset<"uint8"> {
  const count = set.labels.length;
  const length = imageLength(set);
  return {
    ...set,
    count,
    dtype: "uint8",
    read: checkedRead(set.name, count, length, Uint8Array, (index, out) =>
      out.set(pixels.subarray(index * length, (index + 1) * length)),
    ),
  };
}

/**
 * Room for `count` images of `length` bytes.
 *
 * @throws EvenkeelError `DATA` when they take more than the machine's memory.
 */
export function allocatePixels(set: string, count: number, length: number): Uint8Array {
  const bytes = count * length;
  const limit = Math.min(totalmem(), constants.MAX_LENGTH);
  if (bytes <= limit) return new Uint8Array(bytes);
  throw new EvenkeelError(
    "DATA",
    `${set}: the images must fit into ${formatBytes(limit)} of memory, got ` +
      `${countOf(count, "image")} that take ${formatBytes(bytes)}`,
    {
      advice: `Take fewer with --set data.count=${Math.max(1, Math.floor(limit / length / 2))} or a smaller data.size.`,
      details: { bytes, limit },
    },
  );
}
