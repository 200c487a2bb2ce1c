/** A folder of images as a subject of evaluation. */
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { type ImageDataset, openDataset } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { readBytes } from "../../files/index.ts";
import type { EvaluationCallbacks } from "../progress.ts";
import { datasetSource } from "./image-source.ts";
import type { Subject } from "./subject.ts";

/**
 * A folder of images. Squares of one size are not resized.
 *
 * @param size the side of the images in pixels; default: the first image's shorter side.
 */
export async function folderSubject(
  path: string,
  size: number | undefined,
  { onProgress, shouldStop }: EvaluationCallbacks = {},
): Promise<Subject> {
  const own = await firstSize(path);
  const side = size ?? own ?? 32;
  const stop = new AbortController();
  const dataset: ImageDataset = await openDataset(
    { name: "folder", path, split: "all", size: side },
    {
      signal: stop.signal,
      onProgress({ task, done, total }) {
        if (shouldStop?.() === true) stop.abort();
        onProgress?.({ task, done, total: total ?? done, unit: "images" });
      },
    },
  );
  const resized =
    own === undefined || own === side
      ? []
      : [`images of ${own} pixels are resized to ${side} before anything is measured`];
  return {
    about: {
      kind: "images",
      path: resolve(path),
      shape: [dataset.channels, side, side],
      batchNorm: null,
      weights: null,
    },
    source: datasetSource(dataset),
    counters: null,
    data: undefined,
    notes: [...resized, ...dataset.notes],
    release: async () => {},
  };
}

/**
 * The shorter side of the first image in a folder and its subfolders, by name; `undefined` without images.
 */
export async function firstSize(path: string): Promise<number | undefined> {
  const names = await readdir(path, { recursive: true }).catch((cause: unknown) => {
    throw refusal("DATA", { where: path, rule: "cannot be read as a folder of images", cause });
  });
  for (const name of names.filter((one) => /\.(png|jpe?g|webp)$/i.test(one)).sort()) {
    const metadata = await readBytes(join(path, name))
      .then((bytes) => sharp(bytes).metadata())
      .catch(() => undefined);
    if (metadata?.width && metadata.height) return Math.min(metadata.width, metadata.height);
  }
  return undefined;
}
