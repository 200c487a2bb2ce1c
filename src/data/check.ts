import { createHash } from "node:crypto";
import { EvenkeelError } from "../errors.ts";
import { openCifar10 } from "./cifar10/cifar10.ts";
import {
  type BrokenFile,
  type DataCallbacks,
  type ImageDataset,
  imageLength,
  throttled,
} from "./dataset.ts";
import { formatCount, plural } from "./files.ts";
import { openDataset } from "./open.ts";
import { type DatasetOptions, resolveDatasetOptions } from "./options.ts";

/** What {@link checkDataset} found. */
export interface DatasetReport {
  readonly name: string;
  readonly source: string;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** How many images each class has. */
  readonly classCounts: readonly { readonly name: string; readonly count: number }[];
  /** The least and the greatest pixel value, 0 … 255. */
  readonly range: readonly [least: number, greatest: number];
  /** Mean and standard deviation (over all pixels of all images) of each channel, 0 … 255. */
  readonly channelStatistics: readonly { readonly mean: number; readonly std: number }[];
  /** Images that equal an earlier one in every pixel, with the first few pairs of indices. */
  readonly duplicates: { readonly count: number; readonly examples: readonly DuplicatePair[] };
  /** Images of a single color. */
  readonly blankCount: number;
  /** Files that could not be read. */
  readonly broken: readonly BrokenFile[];
  /** The data set's own notes. */
  readonly notes: readonly string[];
  /** What looks wrong, one plain sentence each; empty for a sound set. */
  readonly warnings: readonly string[];
}

/** Two equal images. */
export interface DuplicatePair {
  readonly index: number;
  readonly equals: number;
}

const examplesKept = 10;
const imagesPerRead = 256;

/**
 * Reads every image of a set and reports what is in it. Damaged files are reported, not thrown,
 * as long as one image can be read.
 *
 * @throws EvenkeelError as `openDataset`, when nothing can be read.
 */
export async function checkDataset(
  options: DatasetOptions,
  callbacks: DataCallbacks = {},
): Promise<DatasetReport> {
  const dataset =
    options.name === "cifar10"
      ? await openCifar10(resolveDatasetOptions(options), true)
      : await openDataset(options, callbacks);
  return examine(dataset, callbacks);
}

async function examine(
  dataset: ImageDataset,
  { onProgress, signal }: DataCallbacks,
): Promise<DatasetReport> {
  const { name, source, count, channels, height, width, broken, notes } = dataset;
  const length = imageLength(dataset);
  const histograms = Array.from({ length: channels }, () => new Float64Array(256));
  const firstWith = new Map<string, number>();
  const examples: DuplicatePair[] = [];
  let [duplicateCount, blankCount] = [0, 0];
  const report = throttled("read", "images", onProgress);
  report(0, count);
  for (let start = 0; start < count; start += imagesPerRead) {
    if (signal?.aborted) {
      throw new EvenkeelError("DATA", `check: stopped after ${start} of ${count} images`);
    }
    const size = Math.min(imagesPerRead, count - start);
    const batch = new Uint8Array(size * length);
    dataset.read(
      Uint32Array.from({ length: size }, (_, i) => start + i),
      batch,
    );
    for (let i = 0; i < size; i++) {
      const image = batch.subarray(i * length, (i + 1) * length);
      if (addToHistograms(image, histograms)) blankCount++;
      const digest = createHash("sha1").update(image).digest("base64");
      const equals = firstWith.get(digest);
      if (equals === undefined) firstWith.set(digest, start + i);
      else if (++duplicateCount <= examplesKept) examples.push({ index: start + i, equals });
    }
    report(start + size, count);
    await new Promise(setImmediate);
  }
  const counts = new Uint32Array(dataset.classes.length);
  for (const label of dataset.labels) counts[label] = (counts[label] as number) + 1;
  const facts = {
    name,
    source,
    count,
    channels,
    height,
    width,
    classCounts: dataset.classes.map((className, i) => ({
      name: className,
      count: counts[i] as number,
    })),
    range: rangeOf(histograms),
    channelStatistics: histograms.map(statisticsOf),
    duplicates: { count: duplicateCount, examples },
    blankCount,
    broken,
    notes,
  };
  return { ...facts, warnings: warningsAbout(facts) };
}

/** Counts an image's values; whether each channel has a single value. */
function addToHistograms(image: Uint8Array, histograms: readonly Float64Array[]): boolean {
  const plane = image.length / histograms.length;
  let blank = true;
  histograms.forEach((histogram, channel) => {
    const first = image[channel * plane] as number;
    for (let i = channel * plane; i < (channel + 1) * plane; i++) {
      const value = image[i] as number;
      histogram[value] = (histogram[value] as number) + 1;
      if (value !== first) blank = false;
    }
  });
  return blank;
}

function rangeOf(histograms: readonly Float64Array[]): readonly [number, number] {
  const used = Array.from({ length: 256 }, (_, value) => value).filter((value) =>
    histograms.some((histogram) => (histogram[value] as number) > 0),
  );
  return [used[0] as number, used.at(-1) as number];
}

function statisticsOf(histogram: Float64Array): { readonly mean: number; readonly std: number } {
  const total = histogram.reduce((sum, n) => sum + n, 0);
  const mean = histogram.reduce((sum, n, value) => sum + n * value, 0) / total;
  const variance = histogram.reduce((sum, n, value) => sum + n * (value - mean) ** 2, 0) / total;
  return { mean, std: Math.sqrt(variance) };
}

function warningsAbout(facts: Omit<DatasetReport, "warnings">): readonly string[] {
  const { count, classCounts, range, duplicates, blankCount, broken } = facts;
  const percent = (part: number) => `${((100 * part) / count).toFixed(1)} %`;
  const sizes = classCounts.map((entry) => entry.count);
  const empty = classCounts.filter((entry) => entry.count === 0).map((entry) => entry.name);
  const warnings = [
    broken.length > 0 && `${plural(broken.length, "file")} cannot be read.`,
    count < 1000 && `Only ${plural(count, "image")}: the discriminator may learn them by heart.`,
    range[1] - range[0] < 64 &&
      `All pixel values lie in ${range[0]} … ${range[1]}: the images may be masks or labels.`,
    blankCount > 0 &&
      `${plural(blankCount, "image")} of one single color (${percent(blankCount)}).`,
    duplicates.count > 0.01 * count &&
      `${plural(duplicates.count, "image")} equal to an earlier one (${percent(duplicates.count)}).`,
    empty.length > 0 && `Classes without an image: ${empty.join(", ")}.`,
    empty.length === 0 &&
      Math.max(...sizes) > 10 * Math.min(...sizes) &&
      `The classes differ a lot: ${formatCount(Math.min(...sizes))} to ${formatCount(Math.max(...sizes))} images.`,
  ];
  return warnings.filter((warning) => warning !== false);
}
