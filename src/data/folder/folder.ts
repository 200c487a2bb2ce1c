import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import {
  type BrokenFile,
  checkedRead,
  type DataCallbacks,
  evenlySpread,
  type ImageDataset,
} from "../dataset.ts";
import { formatBytes, formatCount, plural } from "../files.ts";
import type { ResolvedDatasetOptions } from "../options.ts";
import { decodeAll } from "./decode-all.ts";
import { folderLayout, type LabelledFile } from "./layout.ts";

/**
 * Opens a folder of PNG, JPEG and WebP images, decoded once and held in memory as uint8
 * (3·size² bytes an image), in the order of their paths.
 *
 * Sub-folders are classes, or `train` and `test` with classes inside: see `folderLayout`. How a file
 * becomes `size` × `size` RGB: see `decodeImage`. Files that cannot be decoded are left out, told in
 * the notes and listed in `broken`.
 *
 * @param memoryLimit bytes that the images may take; default the machine's memory.
 * @throws EvenkeelError `CONFIG` without a path or for a count above the images found; `DATA` for a
 *   missing folder, one without a readable image, or too many images for the memory.
 */
export async function openFolder(
  options: ResolvedDatasetOptions,
  callbacks: DataCallbacks = {},
  memoryLimit: number = totalmem(),
): Promise<ImageDataset> {
  const { size, path } = options;
  if (path === undefined || path === "") {
    throw new EvenkeelError("CONFIG", "data.path: the folder set needs a folder, got none", {
      advice: "Name the folder of images with --set data.path=DIR.",
    });
  }
  const folder = resolve(path);
  const layout = await folderLayout(folder, options.split);
  const chosen = choose(layout.images, folder, options.count);
  const length = 3 * size * size;
  checkMemory(chosen.length, length, memoryLimit, options);
  const everything = new Uint8Array(chosen.length * length);
  const files = chosen.map(({ file }) => join(folder, file));
  const outcomes = await decodeAll(files, size, everything, callbacks);

  const labels: number[] = [];
  const broken: BrokenFile[] = [];
  let enlarged = 0;
  outcomes.forEach((outcome, i) => {
    if (outcome.status === "broken") {
      broken.push({ file: files[i] as string, reason: outcome.reason });
      return;
    }
    everything.copyWithin(labels.length * length, i * length, (i + 1) * length);
    labels.push((chosen[i] as LabelledFile).label);
    if (outcome.enlarged) enlarged++;
  });
  const count = labels.length;
  if (count === 0) throw nothingReadable(folder, broken);
  const pixels = everything.subarray(0, count * length);
  return {
    name: "folder",
    source: folder,
    count,
    channels: 3,
    height: size,
    width: size,
    dtype: "uint8",
    classes: layout.classes,
    labels: layout.classes.length > 256 ? Uint16Array.from(labels) : Uint8Array.from(labels),
    read: checkedRead("folder", count, length, Uint8Array, (index, out) =>
      out.set(pixels.subarray(index * length, (index + 1) * length)),
    ),
    notes: [
      `${plural(count, "image")} at ${size} × ${size} held in memory: ${formatBytes(pixels.length)}.`,
      ...(chosen.length === layout.images.length
        ? []
        : [`Chosen from ${formatCount(layout.images.length)}, evenly spread (data.count).`]),
      ...layout.notes,
      ...(enlarged === 0 ? [] : [`${plural(enlarged, "image")} smaller than that, enlarged.`]),
      ...brokenNotes(broken),
    ],
    broken,
  };
}

function choose(
  images: readonly LabelledFile[],
  folder: string,
  count: number | undefined,
): readonly LabelledFile[] {
  if (count !== undefined && count > images.length) {
    throw new EvenkeelError(
      "CONFIG",
      `data.count: must be at most the ${images.length} images in ${folder}, got ${count}`,
      { advice: "Leave data.count out to take all of them." },
    );
  }
  return Array.from(evenlySpread(images.length, count), (i) => images[i] as LabelledFile);
}

function checkMemory(
  count: number,
  length: number,
  limit: number,
  { size }: ResolvedDatasetOptions,
): void {
  const bytes = count * length;
  if (bytes <= limit) return;
  throw new EvenkeelError(
    "DATA",
    `folder: the images must fit into the memory of ${formatBytes(limit)}, got ` +
      `${plural(count, "image")} at ${size} × ${size}, ${formatBytes(bytes)}`,
    {
      advice: `Take fewer with --set data.count=${Math.max(1, Math.floor(limit / length / 2))} or a smaller data.size.`,
      details: { bytes, limit },
    },
  );
}

function nothingReadable(folder: string, broken: readonly BrokenFile[]): EvenkeelError {
  const first = broken[0];
  return new EvenkeelError(
    "DATA",
    `folder: none of the ${plural(broken.length, "image")} in ${folder} can be read; ` +
      `${first?.file}: ${first?.reason}`,
    {
      advice: "Open one of them with an image viewer; save them anew as PNG or JPEG.",
      details: { folder, broken },
    },
  );
}

function brokenNotes(broken: readonly BrokenFile[]): readonly string[] {
  if (broken.length === 0) return [];
  const shown = broken.slice(0, 5).map(({ file, reason }) => `${file} (${reason})`);
  const more = broken.length > shown.length ? ` and ${broken.length - shown.length} more` : "";
  return [`${plural(broken.length, "file")} skipped: ${shown.join(", ")}${more}.`];
}
