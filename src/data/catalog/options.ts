import { EvenkeelError } from "../../errors.ts";
import { resizeMethods } from "../../images/index.ts";
import { resamplings } from "../pictures/resampling.ts";

/** The data sets of images. */
export const imageSetNames = [
  "shapes",
  "cifar10",
  "cifar100",
  "stl10",
  "mnist",
  "fashion-mnist",
  "celeba",
  "imagenet",
  "folder",
] as const;
/** The data sets that are image files to decode. */
export const decodedSetNames = ["celeba", "imagenet", "folder"] as const;
/** The built-in sets of points in the plane. */
export const pointSetNames = ["ring", "grid", "swiss-roll", "moons"] as const;
/** One of {@link pointSetNames}. */
export type PointSetName = (typeof pointSetNames)[number];

/** The data sets that can be opened. */
export const datasetNames = [...imageSetNames, ...pointSetNames] as const;
/** One of {@link datasetNames}. */
export type DatasetName = (typeof datasetNames)[number];

/** The parts of a data set. */
export const datasetSplits = ["train", "test", "all", "unlabeled"] as const;
/** One of {@link datasetSplits}; `all` is `train`, then `test`; `unlabeled` is of `stl10` alone. */
export type DatasetSplit = (typeof datasetSplits)[number];

/** The labelled parts that a split is made of, in their order. */
export function partsOf(split: DatasetSplit): readonly ("train" | "test")[] {
  if (split === "all") return ["train", "test"];
  return split === "unlabeled" ? [] : [split];
}

/** The labels of images that have two. */
export const labellings = ["fine", "coarse"] as const;
/** One of {@link labellings}. */
export type Labelling = (typeof labellings)[number];

/** How images come to their size: by black borders, by sharp or by a resizer. */
export const resizings = ["pad", ...resamplings] as const;
/** One of {@link resizings}. */
export type Resizing = (typeof resizings)[number];

/** The sets that have an option; all others refuse it. */
export const optionOwners = {
  modes: ["ring", "grid"],
  std: pointSetNames,
  labels: ["cifar100"],
  resize: ["stl10", "mnist", "fashion-mnist", ...decodedSetNames],
  crop: decodedSetNames,
  memory: decodedSetNames,
  channels: imageSetNames,
} as const satisfies Readonly<Record<string, readonly DatasetName[]>>;

/** Which images to open, and how. Only `name` has no default. */
export interface DatasetOptions {
  readonly name: DatasetName;
  /** The folder that holds the data sets' own folders, such as `cifar-10-batches-bin`; default `data`. */
  readonly root?: string | undefined;
  /** Default `train`. */
  readonly split?: DatasetSplit | undefined;
  /**
   * Width and height of the images in pixels, 8 … 1024; default 32. `cifar10` and `cifar100` have 32
   * only. Without a meaning for points, which are images of one pixel.
   */
  readonly size?: number | undefined;
  /** `folder`: the folder, zip or tar archive of images (required). Relative to the working folder. */
  readonly path?: string | undefined;
  /**
   * How many images. Built-in sets: how many to draw; default 10 000 (`train`), 2000 (`test`) or
   * 12 000 (`all`) of `shapes`, 100 000, 10 000 or 110 000 points. Others: a part of the set, evenly
   * spread over its files; default all.
   */
  readonly count?: number | undefined;
  /**
   * Decoded images (`celeba`, `imagenet`, `folder`): what is cut out of the middle before they are
   * resized: the largest `square`, the default, or a square of so many pixels, 1 … 8192; default 128
   * for `celeba`.
   */
  readonly crop?: "square" | number | undefined;
  /**
   * Decoded images: the MiB that they may take in memory, default 2048. Sets that would take more are
   * decoded as they are needed.
   */
  readonly memory?: number | undefined;
  /** Built-in sets: which set of drawings or points, any safe integer; default 0. */
  readonly seed?: number | undefined;
  /** `ring` and `grid`: the number of Gaussians, 1 … 1024; default 8 and 25. A square for `grid`. */
  readonly modes?: number | undefined;
  /**
   * Sets of points: the standard deviation of the noise along either axis, above 0 and at most 1;
   * default 0.05, for `grid` 0.1. Metz et al. 2017 have 0.02 for `ring`, Lin et al. 2018 0.05 for
   * `grid`; small networks meet these only after long training.
   */
  readonly std?: number | undefined;
  /** `cifar100`: the 100 `fine` labels or the 20 `coarse` ones; default `fine`. */
  readonly labels?: Labelling | undefined;
  /**
   * How images come to `size`: `stl10` by a resizer, default `opencv-bilinear` (as in the BSN authors'
   * code); `mnist` and `fashion-mnist` by a resizer or `pad`, the default; decoded images by a resizer
   * or sharp: `celeba` and `imagenet` by default as `stl10`, `folder` by `sharp-cubic`.
   */
  readonly resize?: Resizing | undefined;
  /** Images: 1 (gray) or 3 (color); default 1 for `mnist` and `fashion-mnist`, else 3. */
  readonly channels?: number | undefined;
}

/** {@link DatasetOptions} with its defaults filled in. */
export interface ResolvedDatasetOptions {
  readonly name: DatasetName;
  readonly root: string;
  readonly split: DatasetSplit;
  /** 1 for points. */
  readonly size: number;
  readonly path: string | undefined;
  readonly count: number | undefined;
  readonly seed: number;
  /** Undefined for sets that are no mixture. */
  readonly modes: number | undefined;
  /** Undefined for images. */
  readonly std: number | undefined;
  /** Undefined for sets with one kind of labels. */
  readonly labels: Labelling | undefined;
  /** Undefined for sets that have no choice. */
  readonly resize: Resizing | undefined;
  /** Undefined for points. */
  readonly channels: number | undefined;
  /** Undefined for sets that are no files to decode. */
  readonly crop: "square" | number | undefined;
  /** MiB; undefined for sets that are no files to decode. */
  readonly memory: number | undefined;
}

/** MiB that decoded images may take when nobody says. */
export const defaultMemory = 2048;
const defaultModes = { ring: 8, grid: 25 } as const;
const defaultStds = { ring: 0.05, grid: 0.1, "swiss-roll": 0.05, moons: 0.05 } as const;

/** Whether a set has points in the plane, not images. */
export function isPointSet(name: DatasetName): name is PointSetName {
  return (pointSetNames as readonly string[]).includes(name);
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
  if (split === "unlabeled" && name !== "stl10") {
    oneOf("split", split, ["train", "test", "all"]);
  }
  if (!isPointSet(name)) wholeNumber("size", size, 8, 1024);
  if (count !== undefined) wholeNumber("count", count, 1, 2 ** 31);
  wholeNumber("seed", seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return {
    name,
    root,
    split,
    size: isPointSet(name) ? 1 : size,
    path,
    count,
    seed,
    modes: resolveModes(options),
    std: resolveStd(options),
    labels: resolveLabels(options),
    resize: resolveResize(options),
    channels: resolveChannels(options),
    crop: resolveCrop(options),
    memory: resolveMemory(options),
  };
}

/** How many channels a set's images have unless asked for others; points have two. */
export function channelsOf({ name, channels }: Pick<DatasetOptions, "name" | "channels">): number {
  if (isPointSet(name)) return 2;
  return channels ?? (["mnist", "fashion-mnist"].includes(name) ? 1 : 3);
}

function resolveModes({ name, modes }: DatasetOptions): number | undefined {
  if (isForeign("modes", modes, name) || (name !== "ring" && name !== "grid")) return undefined;
  const resolved = modes ?? defaultModes[name];
  wholeNumber("modes", resolved, 1, 1024);
  if (name === "grid" && !Number.isInteger(Math.sqrt(resolved))) {
    const side = Math.round(Math.sqrt(resolved));
    throw new EvenkeelError(
      "CONFIG",
      `data.modes: must be a square number for the set grid, got ${resolved}`,
      { advice: `The nearest one is ${side ** 2}: ${side} rows of ${side}.` },
    );
  }
  return resolved;
}

function resolveStd({ name, std }: DatasetOptions): number | undefined {
  if (isForeign("std", std, name) || !isPointSet(name)) return undefined;
  const resolved = std ?? defaultStds[name];
  if (resolved > 0 && resolved <= 1) return resolved;
  throw new EvenkeelError(
    "CONFIG",
    `data.std: must be a number above 0 and at most 1, got ${resolved}`,
  );
}

function resolveLabels({ name, labels }: DatasetOptions): Labelling | undefined {
  if (isForeign("labels", labels, name)) return undefined;
  const resolved = labels ?? "fine";
  oneOf("labels", resolved, labellings);
  return resolved;
}

function resolveResize({ name, resize }: DatasetOptions): Resizing | undefined {
  if (isForeign("resize", resize, name)) return undefined;
  const [first] = resizingsOf(name);
  const resolved = resize ?? first;
  oneOf("resize", resolved, resizingsOf(name));
  return resolved;
}

/** The ways to resize that a set has, its default first. */
export function resizingsOf(name: DatasetName): readonly [Resizing, ...Resizing[]] {
  const others = (first: Resizing, all: readonly Resizing[]) =>
    [first, ...all.filter((resizing) => resizing !== first)] as const;
  if (name === "stl10") return others("opencv-bilinear", resizeMethods);
  if (name === "folder") return others("sharp-cubic", resamplings);
  if (isDecoded(name)) return others("opencv-bilinear", resamplings);
  return others("pad", resizeMethods);
}

/** Whether a set's images are files to decode. */
export function isDecoded(name: DatasetName): boolean {
  return (decodedSetNames as readonly string[]).includes(name);
}

function resolveCrop({ name, crop }: DatasetOptions): "square" | number | undefined {
  if (isForeign("crop", crop, name)) return undefined;
  const resolved = crop ?? (name === "celeba" ? 128 : "square");
  if (resolved !== "square") wholeNumber("crop", resolved, 1, 8192);
  return resolved;
}

function resolveMemory({ name, memory }: DatasetOptions): number | undefined {
  if (isForeign("memory", memory, name)) return undefined;
  wholeNumber("memory", memory ?? defaultMemory, 1, 2 ** 20);
  return memory ?? defaultMemory;
}

function resolveChannels(options: DatasetOptions): number | undefined {
  if (isForeign("channels", options.channels, options.name)) return undefined;
  const resolved = channelsOf(options);
  oneOf("channels", resolved, [1, 3]);
  return resolved;
}

/**
 * Whether an option belongs to other sets.
 *
 * @throws EvenkeelError `CONFIG` when it does and is set.
 */
function isForeign(option: keyof typeof optionOwners, value: unknown, name: DatasetName): boolean {
  const owners: readonly DatasetName[] = optionOwners[option];
  if (owners.includes(name)) return false;
  if (value === undefined) return true;
  throw new EvenkeelError(
    "CONFIG",
    `data.${option}: must be left out for the set ${name}, got ${value}`,
    { advice: `Only ${owners.join(", ")} have it.` },
  );
}

function oneOf<T>(option: string, value: T, allowed: readonly T[]): void {
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
