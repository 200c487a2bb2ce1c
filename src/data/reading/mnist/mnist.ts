import { join, resolve } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { type ResizeMethod, resizer } from "../../../images/index.ts";
import { partsOf, type ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { ImageDataset } from "../../dataset/dataset.ts";
import { chooseEvenly, countNotes, inMemory } from "../../dataset/memory.ts";
import { type LabelledImages, type MnistName, readPart, side } from "./part.ts";

/** How many images the official files hold. */
export const mnistCounts = { train: 60_000, test: 10_000 } as const;

/** The names of the labels 0 … 9. */
export const mnistClasses: Readonly<Record<MnistName, readonly string[]>> = {
  mnist: [..."0123456789"],
  "fashion-mnist": [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
};

const plane = side * side;

/**
 * Opens MNIST or Fashion-MNIST in its original format, gray images of 28 × 28 in IDX files, plain or
 * gzipped, below `<root>/mnist` or `<root>/fashion-mnist`.
 *
 * `resize` tells how they come to `size` × `size`: by `pad`, the default, black borders are added (2
 * pixels a side for 32), by any other they are resized. A file may have any number of images.
 *
 * @throws EvenkeelError `CONFIG` for a size that padding cannot reach or a count above the images found;
 *   `DATA` for missing or damaged files.
 * @see LeCun, Bottou, Bengio & Haffner 1998; Xiao, Rasul & Vollgraf 2017.
 */
export async function openMnist(
  name: MnistName,
  options: ResolvedDatasetOptions,
): Promise<ImageDataset> {
  const { size, split, count } = options;
  if (options.resize === "pad" && size < side) {
    throw new EvenkeelError(
      "CONFIG",
      `data.size: must be at least ${side} for ${name} when data.resize is pad, got ${size}`,
      { advice: "Shrink them instead, with --set data.resize=pillow-bilinear." },
    );
  }
  const folder = join(resolve(options.root), name);
  const parts: LabelledImages[] = [];
  for (const part of partsOf(split)) parts.push(await readPart(name, folder, part));
  const total = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const chosen = chooseEvenly(total, count);
  const everything = parts.map(({ images }) => images);
  const labels = Uint8Array.from(parts.flatMap((part) => [...part.labels]));
  return inMemory(fitted(pick(everything, chosen), options), {
    name,
    source: folder,
    channels: 1,
    height: size,
    width: size,
    classes: mnistClasses[name],
    labels: Uint8Array.from(chosen, (index) => labels[index] as number),
    notes: [
      ...countNotes({
        found: total,
        official: partsOf(split).reduce((sum, part) => sum + mnistCounts[part], 0),
        split,
        used: chosen.length,
      }),
      ...(size === side ? [] : [`From 28 to ${size} pixels by ${options.resize}.`]),
    ],
    broken: [],
  });
}

/** The chosen images of all parts, one after the other. */
function pick(parts: readonly Uint8Array[], chosen: Uint32Array): Uint8Array {
  const pixels = new Uint8Array(chosen.length * plane);
  let [part, before] = [0, 0];
  chosen.forEach((index, i) => {
    while ((index - before) * plane >= (parts[part] as Uint8Array).length) {
      before += (parts[part] as Uint8Array).length / plane;
      part++;
    }
    const start = (index - before) * plane;
    pixels.set((parts[part] as Uint8Array).subarray(start, start + plane), i * plane);
  });
  return pixels;
}

/** Images of 28 × 28 at the size that is asked for. */
function fitted(images: Uint8Array, { size, resize }: ResolvedDatasetOptions): Uint8Array {
  if (resize === "pad") return padded(images, size);
  const sizes = { from: [side, side], to: [size, size] } as const;
  return resizer({ ...sizes, method: resize as ResizeMethod })(images);
}

/** Images in the middle of black ones of `size` × `size`. */
function padded(images: Uint8Array, size: number): Uint8Array {
  const border = Math.floor((size - side) / 2);
  const count = images.length / plane;
  const result = new Uint8Array(count * size * size);
  for (let i = 0; i < count; i++) {
    for (let y = 0; y < side; y++) {
      const row = images.subarray(i * plane + y * side, i * plane + (y + 1) * side);
      result.set(row, (i * size + y + border) * size + border);
    }
  }
  return result;
}
