/** A data set that is open: images that can be read in any order. */
import type { WorkCallbacks } from "../../files/index.ts";
import type { BrokenFile } from "../../image-files/index.ts";
import type { Images, ImageType } from "../../images/index.ts";
import type { ImageSizes } from "./image-sizes.ts";

/** Images that can be read in any order, with their labels: held in memory, drawn or decoded on demand. */
export interface ImageDataset<Type extends ImageType = ImageType> {
  readonly name: string;
  /** Where the images come from: an absolute path, or `"built-in"`. */
  readonly source: string;
  /** The files that it is read from; none, of drawn images. */
  readonly files?: SourceFiles;
  /** The images that are kept apart from these, to compare with: their paths, as those of {@link files}. */
  readonly heldOut?: readonly string[];
  /** The number of images, N ≥ 1. */
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** `"uint8"`: pixels, 0 … 255. `"float32"`: values for the networks as they are. */
  readonly dtype: Type;
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
  read(indices: ArrayLike<number>, out: Images<Type>): void | Promise<void>;
  /** How many images are worth reading before they are needed; none, unless they are decoded on demand. */
  readonly readAhead?: number;
  /** Whether reading an image showed that it is broken, so that another one stands in for it. */
  readonly isBroken?: (index: number) => boolean;
  /** Of a set of image files: which sizes those had that were decoded so far, before they were resized. */
  readonly sizes?: () => ImageSizes | undefined;
  /** What a person should know about this set: one plain sentence each. */
  readonly notes: readonly string[];
  /** The files that could not be read so far; it grows where images are decoded on demand. */
  readonly broken: readonly BrokenFile[];
}

/** Files that a set is read from. */
export interface SourceFiles {
  /** The absolute path of the folder that they are in, or of the one file. */
  readonly path: string;
  /** Their paths in it, `/` between the parts, in the order of the set; of the one file, an empty one. */
  readonly names: readonly string[];
}

/** What functions that read data sets take. */
export interface DataCallbacks extends WorkCallbacks {
  /** Called for each broken file that is found while images are decoded on demand. */
  readonly onBroken?: ((file: BrokenFile, count: number) => void) | undefined;
  /** Called once with the files of the set, before their contents are read; what it throws ends the opening. */
  readonly onFiles?: ((files: SourceFiles) => Promise<void>) | undefined;
}

/** The number of values of one image, C·H·W. */
export function imageLength(dataset: Pick<ImageDataset, "channels" | "height" | "width">): number {
  return dataset.channels * dataset.height * dataset.width;
}

/** An array of zeros with room for `count` images of the set, `[count, C, H, W]`. */
export function emptyImages<Type extends ImageType>(
  dataset: Pick<ImageDataset<Type>, "dtype" | "channels" | "height" | "width">,
  count: number,
): Images<Type> {
  const length = count * imageLength(dataset);
  const images = dataset.dtype === "uint8" ? new Uint8Array(length) : new Float32Array(length);
  return images as Images<Type>;
}
