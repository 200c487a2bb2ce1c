import { EvenkeelError } from "../errors.ts";

/** The data sets that can be opened. */
export const datasetNames = ["shapes", "cifar10", "folder"] as const;
/** One of {@link datasetNames}. */
export type DatasetName = (typeof datasetNames)[number];

/** The parts of a data set. */
export const datasetSplits = ["train", "test", "all"] as const;
/** One of {@link datasetSplits}; `all` is `train`, then `test`. */
export type DatasetSplit = (typeof datasetSplits)[number];

/** Which images to open, and how. Only `name` has no default. */
export interface DatasetOptions {
  readonly name: DatasetName;
  /** The folder that holds the data sets' own folders, such as `cifar-10-batches-bin`; default `data`. */
  readonly root?: string | undefined;
  /** Default `train`. */
  readonly split?: DatasetSplit | undefined;
  /** Width and height of the images in pixels, 8 … 1024; default 32. `cifar10` has 32 only. */
  readonly size?: number | undefined;
  /** `folder`: the folder of images (required). Relative to the working folder. */
  readonly path?: string | undefined;
  /**
   * How many images. `shapes`: how many to draw, default 10 000 (`train`), 2000 (`test`) or 12 000
   * (`all`). Others: a part of the set, evenly spread over its files; default all.
   */
  readonly count?: number | undefined;
  /** `shapes`: which set of drawings, any safe integer; default 0. */
  readonly seed?: number | undefined;
}

/** {@link DatasetOptions} with its defaults filled in. */
export interface ResolvedDatasetOptions {
  readonly name: DatasetName;
  readonly root: string;
  readonly split: DatasetSplit;
  readonly size: number;
  readonly path: string | undefined;
  readonly count: number | undefined;
  readonly seed: number;
}

/**
 * Fills in the defaults and checks every value.
 *
 * @throws EvenkeelError `CONFIG` naming the option and its value.
 */
export function resolveDatasetOptions(options: DatasetOptions): ResolvedDatasetOptions {
  const { name, root = "data", split = "train", size = 32, path, count, seed = 0 } = options;
  oneOf("name", name, datasetNames);
  oneOf("split", split, datasetSplits);
  wholeNumber("size", size, 8, 1024);
  if (count !== undefined) wholeNumber("count", count, 1, 2 ** 31);
  wholeNumber("seed", seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return { name, root, split, size, path, count, seed };
}

function oneOf(option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new EvenkeelError(
    "CONFIG",
    `data.${option}: must be one of ${allowed.join(", ")}, got ${JSON.stringify(value)}`,
  );
}

function wholeNumber(option: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new EvenkeelError(
    "CONFIG",
    `data.${option}: must be a whole number in ${least} … ${most}, got ${value}`,
  );
}
