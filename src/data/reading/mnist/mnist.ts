/** Sets in MNIST's format. */
import { basename } from "node:path";
import { type ResizeMethod, resizer } from "../../../images/index.ts";
import {
  chooseEvenly,
  countNotes,
  type DataCallbacks,
  type DatasetSplit,
  type ImageDataset,
  inMemory,
  partsOf,
  visitChosen,
} from "../../dataset/index.ts";
import { pathOf } from "../set-folder.ts";
import { findParts, type LabelledImages, readPart, side } from "./part.ts";

/** What distinguishes the sets. */
export interface MnistVariant {
  /** The set's name and that of its folder. */
  readonly name: string;
  /** The names of the labels 0 … 9. */
  readonly classes: readonly string[];
}

/** Which images, and how they come to their size. */
export interface MnistOptions {
  readonly root: string;
  readonly split: DatasetSplit;
  readonly size: number;
  readonly count: number | undefined;
  readonly resize: "pad" | ResizeMethod;
}

/** How many images the official files hold. */
export const mnistCounts = { train: 60_000, test: 10_000 } as const;

const plane = side * side;

/**
 * Opens a set of gray images of 28 × 28 in IDX files, plain or gzipped.
 *
 * `resize` says how they come to `size` × `size`: by `pad`, black borders are added (2 pixels a side for
 * 32), by any other they are resized. A file may have any number of images.
 *
 * @throws EvenkeelError `CONFIG` for a count above the images found; `DATA` for missing or damaged files.
 * @see LeCun, Bottou, Bengio & Haffner 1998; Xiao, Rasul & Vollgraf 2017.
 */
export async function openMnist(
  { name, classes }: MnistVariant,
  options: MnistOptions,
  { onFiles }: DataCallbacks,
): Promise<ImageDataset> {
  const { root, size, split, count } = options;
  const place = { set: name, root, folder: name };
  const found = await findParts(place, partsOf(split));
  const files = {
    path: pathOf(place),
    names: found.flatMap((part) => [part.images, part.labels].map((path) => basename(path))),
  };
  await onFiles?.(files);
  const parts: LabelledImages[] = [];
  for (const part of found) parts.push(await readPart(name, part));
  const total = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const chosen = chooseEvenly(total, count);
  const { images, labels } = pick(parts, chosen);
  return inMemory(fitted(images, options), {
    name,
    source: files.path,
    files,
    channels: 1,
    height: size,
    width: size,
    classes,
    labels,
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
function pick(parts: readonly LabelledImages[], chosen: Uint32Array): LabelledImages {
  const images = new Uint8Array(chosen.length * plane);
  const labels = new Uint8Array(chosen.length);
  const sizes = parts.map((part) => part.labels.length);
  visitChosen(sizes, chosen, (part, position, place) => {
    const from = parts[part] as LabelledImages;
    labels[place] = from.labels[position] as number;
    const image = from.images.subarray(position * plane, (position + 1) * plane);
    images.set(image, place * plane);
  });
  return { images, labels };
}

/** Images of 28 × 28 at the size that is asked for. */
function fitted(images: Uint8Array, { size, resize }: MnistOptions): Uint8Array {
  if (resize === "pad") return padded(images, size);
  return resizer({ from: [side, side], to: [size, size], method: resize })(images);
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
