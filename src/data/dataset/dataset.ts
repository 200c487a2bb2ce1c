import { EvenkeelError } from "../../errors.ts";
import type { DatasetName } from "../catalog/options.ts";

/** Images of either type: uint8 pixels, or float32 values as the networks see them. */
export type ImageArray = Uint8Array | Float32Array;

/** Images that can be read in any order, with their labels: held in memory, drawn or decoded on demand. */
export interface ImageDataset {
  readonly name: DatasetName;
  /** Where the images come from: an absolute path, or `"built-in"`. */
  readonly source: string;
  /** The number of images, N ≥ 1. */
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** `"uint8"`: pixels, 0 … 255. `"float32"`: values for the networks as they are. */
  readonly dtype: "uint8" | "float32";
  /** The name of each class; a label is a position in this list. */
  readonly classes: readonly string[];
  /** The class of each image, `[N]`. */
  readonly labels: Uint8Array | Uint16Array;
  /**
   * Copies images into `out`.
   *
   * @param indices which images, each 0 … N − 1, in any order, repeats allowed.
   * @param out `[indices.length, C, H, W]` of the set's `dtype` (pixels: R, G, B planes); overwritten.
   * @returns a promise where the images are decoded first; `out` is then written when it resolves.
   * @throws EvenkeelError `SHAPE` for an index out of range or an `out` of the wrong type or length.
   */
  read(indices: ArrayLike<number>, out: ImageArray): void | Promise<void>;
  /** How many images are worth reading before they are needed; none, unless they are decoded on demand. */
  readonly readAhead?: number;
  /** Whether reading an image showed that it is broken, so that another one stands in for it. */
  readonly isBroken?: (index: number) => boolean;
  /** What a person should know about this set: one plain sentence each. */
  readonly notes: readonly string[];
  /** The files that could not be read so far; it grows where images are decoded on demand. */
  readonly broken: readonly BrokenFile[];
}

/** A file that could not be read, and why. */
export interface BrokenFile {
  readonly file: string;
  readonly reason: string;
}

/** How far a long piece of work has come. */
export interface DataProgress {
  readonly task: "index" | "decode" | "read" | "download" | "verify" | "unpack";
  readonly done: number;
  /** What `done` will be at the end; `null` when nobody knows. */
  readonly total: number | null;
  readonly unit: "images" | "files" | "bytes";
}

/** What long-running functions of this floor take. */
export interface DataCallbacks {
  /** Called with the first and the last state, and up to five times a second in between. */
  readonly onProgress?: ((progress: DataProgress) => void) | undefined;
  /** Called for each file that is found broken while a set is read that is decoded on demand. */
  readonly onBroken?: ((file: BrokenFile, count: number) => void) | undefined;
  /** Stops the work early, with an error. */
  readonly signal?: AbortSignal | undefined;
}

/** The number of values of one image, C·H·W. */
export function imageLength(dataset: Pick<ImageDataset, "channels" | "height" | "width">): number {
  return dataset.channels * dataset.height * dataset.width;
}

/** An array of zeros with room for `count` images of the set, `[count, C, H, W]`. */
export function emptyImages(
  dataset: Pick<ImageDataset, "dtype" | "channels" | "height" | "width">,
  count: number,
): ImageArray {
  const length = count * imageLength(dataset);
  return dataset.dtype === "uint8" ? new Uint8Array(length) : new Float32Array(length);
}

/**
 * A reader that checks its arguments, then has `copy` write each image to its place.
 *
 * @param type what `out` has to be, by the set's dtype.
 */
export function checkedRead<A extends ImageArray>(
  name: string,
  count: number,
  length: number,
  type: new () => A,
  copy: (index: number, out: A) => void,
): (indices: ArrayLike<number>, out: ImageArray) => void {
  return (indices, out) => {
    requireOutput(name, indices.length, length, type, out);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] as number;
      if (!Number.isInteger(index) || index < 0 || index >= count) {
        throw new EvenkeelError(
          "SHAPE",
          `${name}: an image index must be a whole number in 0 … ${count - 1}, got ${index}`,
        );
      }
      copy(index, out.subarray(i * length, (i + 1) * length) as A);
    }
  };
}

/**
 * Requires an output of `type` with room for `count` images of `length` values.
 *
 * @throws EvenkeelError `SHAPE` for any other.
 */
export function requireOutput<A extends ImageArray>(
  name: string,
  count: number,
  length: number,
  type: new () => A,
  out: ImageArray,
): asserts out is A {
  if (!(out instanceof type)) {
    throw new EvenkeelError(
      "SHAPE",
      `${name}: the output must be a ${type.name}, got a ${out.constructor.name}`,
    );
  }
  if (out.length !== count * length) {
    throw new EvenkeelError(
      "SHAPE",
      `${name}: the output must hold ${count} images of ${length} values, got ${out.length} values`,
    );
  }
}

/** `count` of `total` positions, evenly spread and ascending; all of them when `count` is undefined. */
export function evenlySpread(total: number, count: number | undefined): Uint32Array {
  const wanted = count ?? total;
  return Uint32Array.from({ length: wanted }, (_, i) => Math.floor((i * total) / wanted));
}

/** A reporter that passes on the first and the last state, and else one every 200 ms. */
export function throttled(
  task: DataProgress["task"],
  unit: DataProgress["unit"],
  onProgress: DataCallbacks["onProgress"],
): (done: number, total: number | null) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (onProgress === undefined || (done !== total && now - last < 200)) return;
    last = now;
    onProgress({ task, done, total, unit });
  };
}
