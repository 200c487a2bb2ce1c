/** What sets that are held in memory have in common. */
import { constants } from "node:buffer";
import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { EvenkeelError } from "../../errors.ts";
import { countOf, formatBytes, formatCount } from "../../text.ts";
import type { DatasetSplit } from "../catalog/options.ts";
import { reasonOf } from "../reading/errors.ts";
import { checkedRead, evenlySpread, type ImageDataset, imageLength } from "./dataset.ts";

/** A set of pixels in memory, `[N, C, H, W]`. */
export function inMemory(
  pixels: Uint8Array,
  set: Omit<ImageDataset, "count" | "dtype" | "read" | "readAhead">,
): ImageDataset {
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

/**
 * All bytes of a file.
 *
 * @throws EvenkeelError `DATA` with the reason in words.
 */
export async function readBytes(set: string, path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new EvenkeelError("DATA", `${set}: cannot read ${path}: ${reasonOf(error)}`, {
      advice: `Make it readable, or get it anew with \`evenkeel data fetch ${set}\`.`,
      details: { path },
      cause: error,
    });
  });
}

/**
 * Which of the `total` images found are used: `count` of them, evenly spread.
 *
 * @throws EvenkeelError `CONFIG` for more than there are.
 */
export function chooseEvenly(total: number, count: number | undefined): Uint32Array {
  if (count !== undefined && count > total) {
    throw new EvenkeelError(
      "CONFIG",
      `data.count: must be at most the ${total} images found, got ${count}`,
      { advice: "Leave data.count out to take all of them." },
    );
  }
  return evenlySpread(total, count);
}

/** What a person should know where fewer images are there, or used, than officially. */
export function countNotes(numbers: {
  readonly found: number;
  readonly official: number;
  readonly split: DatasetSplit;
  readonly used: number;
  /** Official files that are not there. */
  readonly missing?: readonly string[];
}): readonly string[] {
  const { found, official, split, used, missing = [] } = numbers;
  const part = { train: "training ", test: "test ", unlabeled: "unlabeled ", all: "" }[split];
  return [
    ...(found === official
      ? []
      : [`${formatCount(found)} of the official ${formatCount(official)} ${part}images.`]),
    ...(missing.length === 0 ? [] : [`Files not there: ${missing.join(", ")}.`]),
    ...(used === found
      ? []
      : [`${formatCount(used)} of them are used (data.count), evenly spread.`]),
  ];
}
