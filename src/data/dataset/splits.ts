/** The parts of data sets, and which of their images are used. */
import { EvenkeelError } from "../../errors.ts";
import { formatCount } from "../../text.ts";

/** The parts of a data set. */
export const datasetSplits = ["train", "test", "all", "unlabeled"] as const;
/** One of {@link datasetSplits}; `all` is `train`, then `test`. */
export type DatasetSplit = (typeof datasetSplits)[number];

/** The official numbers of images of a set's splits; `all` is `train` and `test` unless given. */
export interface DatasetCounts {
  readonly train: number;
  readonly test: number;
  readonly unlabeled?: number;
  readonly all?: number;
}

/** The labelled parts that a split is made of, in their order. */
export function partsOf(split: DatasetSplit): readonly ("train" | "test")[] {
  if (split === "all") return ["train", "test"];
  return split === "unlabeled" ? [] : [split];
}

/** How many images a split has officially; `undefined` for a split that the set does not have. */
export function officialCount(counts: DatasetCounts, split: DatasetSplit): number | undefined {
  return counts[split] ?? (split === "all" ? counts.train + counts.test : undefined);
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
  const wanted = count ?? total;
  return Uint32Array.from({ length: wanted }, (_, i) => Math.floor((i * total) / wanted));
}

/**
 * Visits chosen images of several parts that follow each other.
 *
 * @param sizes how many images each part has.
 * @param chosen ascending positions among the images of all parts.
 * @param visit called for each: its part, its position in that part, and its place in `chosen`.
 */
export function visitChosen(
  sizes: readonly number[],
  chosen: Uint32Array,
  visit: (part: number, position: number, place: number) => void,
): void {
  let [part, before] = [0, 0];
  chosen.forEach((index, place) => {
    while (index - before >= (sizes[part] as number)) before += sizes[part++] as number;
    visit(part, index - before, place);
  });
}

/** What a person should know where a set has another number of images than officially: a sentence, or none. */
export function officialNote(found: number, official: number, split?: DatasetSplit): string[] {
  if (found === official) return [];
  const part =
    split === undefined
      ? ""
      : { train: "training ", test: "test ", unlabeled: "unlabeled ", all: "" }[split];
  return [`${formatCount(found)} of the official ${formatCount(official)} ${part}images.`];
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
  return [
    ...officialNote(found, official, split),
    ...(missing.length === 0 ? [] : [`Files not there: ${missing.join(", ")}.`]),
    ...(used === found
      ? []
      : [`${formatCount(used)} of them are used (data.count), evenly spread.`]),
  ];
}
