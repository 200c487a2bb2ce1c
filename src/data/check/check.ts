import { EvenkeelError } from "../../errors.ts";
import { throttled } from "../../files/index.ts";
import { countOf, formatCount, formatShare, quoted } from "../../text.ts";
import { type DatasetOptions, openDataset } from "../catalog/index.ts";
import {
  type DataCallbacks,
  emptyImages,
  type ImageDataset,
  imageLength,
} from "../dataset/index.ts";
import { duplicateFinder } from "./duplicates.ts";
import { type ChannelStatistics, createTally } from "./tally.ts";

/** What {@link checkDataset} found. `broken` are the files that could not be read, `notes` the set's own. */
export interface DatasetReport
  extends Pick<
    ImageDataset,
    "name" | "source" | "channels" | "height" | "width" | "dtype" | "broken" | "notes"
  > {
  /** The images that can be read. */
  readonly count: number;
  /** How many images each class has. */
  readonly classCounts: readonly { readonly name: string; readonly count: number }[];
  /** The least and the greatest value of all: pixels 0 … 255, or coordinates of points. */
  readonly range: readonly [least: number, greatest: number];
  /** What the values of each channel (of points: coordinate) are like. */
  readonly channelStatistics: readonly ChannelStatistics[];
  /** Images that equal an earlier one in every pixel, with the first few pairs of indices. */
  readonly duplicates: { readonly count: number; readonly examples: readonly DuplicatePair[] };
  /** Images of a single color; 0 for points. */
  readonly blankCount: number;
  /** What looks wrong, one plain sentence each; empty for a sound set. */
  readonly warnings: readonly string[];
}

/** Two equal images. */
export interface DuplicatePair {
  readonly index: number;
  readonly equals: number;
}

/** Callbacks of {@link checkDataset}. */
export interface CheckCallbacks extends DataCallbacks {
  /** Called with the set after all of it was read; of its images, those that are not broken can be read. */
  readonly onExamined?: (dataset: ImageDataset) => Promise<void>;
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
  callbacks: CheckCallbacks = {},
): Promise<DatasetReport> {
  const dataset = await openDataset(options, callbacks, true);
  const report = await examine(dataset, callbacks);
  await callbacks.onExamined?.(dataset);
  return report;
}

async function examine(
  dataset: ImageDataset,
  { onProgress, signal }: DataCallbacks,
): Promise<DatasetReport> {
  const { name, source, channels, height, width, dtype, broken, notes } = dataset;
  const total = dataset.count;
  const length = imageLength(dataset);
  const tally = createTally(dataset);
  const duplicates = duplicateFinder(total);
  const examples: DuplicatePair[] = [];
  let [duplicateCount, blankCount] = [0, 0];
  const report = throttled("read", "images", onProgress);
  report(0, total);
  for (let start = 0; start < total; start += imagesPerRead) {
    if (signal?.aborted) {
      throw new EvenkeelError("DATA", `check: stopped after ${start} of ${total} images`);
    }
    const size = Math.min(imagesPerRead, total - start);
    const batch = emptyImages(dataset, size);
    await dataset.read(
      Uint32Array.from({ length: size }, (_, i) => start + i),
      batch,
    );
    for (let i = 0; i < size; i++) {
      if (dataset.isBroken?.(start + i)) continue;
      const image = batch.subarray(i * length, (i + 1) * length);
      if (tally.add(image) && length > channels) blankCount++;
      const equals = duplicates.earlier(image, start + i);
      if (equals === undefined) continue;
      if (++duplicateCount <= examplesKept) examples.push({ index: start + i, equals });
    }
    report(start + size, total);
    await new Promise(setImmediate);
  }
  const channelStatistics = tally.statistics();
  const counts = new Uint32Array(dataset.classes.length);
  dataset.labels.forEach((label, i) => {
    if (!dataset.isBroken?.(i)) counts[label] = (counts[label] as number) + 1;
  });
  const count = counts.reduce((sum, n) => sum + n, 0);
  const facts = {
    name,
    source,
    count,
    channels,
    height,
    width,
    dtype,
    classCounts: dataset.classes.map((className, i) => ({
      name: className,
      count: counts[i] as number,
    })),
    range: [
      Math.min(...channelStatistics.map(({ least }) => least)),
      Math.max(...channelStatistics.map(({ greatest }) => greatest)),
    ] as const,
    channelStatistics,
    duplicates: { count: duplicateCount, examples },
    blankCount,
    broken,
    notes,
  };
  return { ...facts, warnings: warningsAbout(facts) };
}

function warningsAbout(facts: Omit<DatasetReport, "warnings">): readonly string[] {
  const { count, dtype, classCounts, range, duplicates, blankCount, broken } = facts;
  const noun = dtype === "uint8" ? "image" : "point";
  const percent = (part: number) => formatShare(part / count, 1);
  const sizes = classCounts.map((entry) => entry.count);
  const empty = classCounts.filter((entry) => entry.count === 0).map(({ name }) => quoted(name));
  const warnings = [
    broken.length > 0 && `${countOf(broken.length, "file")} cannot be read.`,
    count < 1000 && `Only ${countOf(count, noun)}: the discriminator may learn them by heart.`,
    dtype === "uint8" &&
      range[1] - range[0] < 64 &&
      `All pixel values lie in ${range[0]} … ${range[1]}: the images may be masks or labels.`,
    blankCount > 0 &&
      `${countOf(blankCount, "image")} of one single color (${percent(blankCount)}).`,
    duplicates.count > 0.01 * count &&
      `${countOf(duplicates.count, noun)} equal to an earlier one (${percent(duplicates.count)}).`,
    empty.length > 0 &&
      `Classes without ${noun === "image" ? "an image" : "a point"}: ${empty.join(", ")}.`,
    empty.length === 0 &&
      Math.max(...sizes) > 10 * Math.min(...sizes) &&
      `The classes differ a lot: ${formatCount(Math.min(...sizes))} to ${formatCount(Math.max(...sizes))} ${noun}s.`,
  ];
  return warnings.filter((warning) => warning !== false);
}
