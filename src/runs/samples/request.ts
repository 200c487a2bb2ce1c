/** What samples are asked for, and what is answered. */
import type { NodeDevice } from "../../runtime/node.ts";
import type { ImageName } from "./image-names.ts";

/** The samples to draw, and where to write them. */
export interface SampleRequest {
  /**
   * The number of images or points, of rows with `interpolate`, or of key images of an animation. Default: 64
   * images, 2000 points, 8 rows, 8 key images.
   */
  readonly count?: number | undefined;
  /** The seed of the noise; default 0. */
  readonly seed?: number | undefined;
  /**
   * The images to draw, or the key images of an animation, instead of the first ones of a seed. Of a
   * conditional generator, each is drawn in each class, a row for a class.
   */
  readonly seeds?: readonly ImageName[] | undefined;
  /**
   * The largest absolute value of a number of z (the truncation trick): larger ones are drawn again. Smaller
   * thresholds give less varied images that are often better. Default: none.
   */
  readonly truncation?: number | undefined;
  /**
   * A `.png` file for a grid or a plot, a `.gif`, `.webp` or `.apng` file for an animation, a `.csv` file for
   * points, or a folder for single images. Default: a `.png` file in the run's folder.
   */
  readonly out?: string | undefined;
  /** Whether each row interpolates between two images, as an animation always does; default false. */
  readonly interpolate?: boolean | undefined;
  /** Whether the name of each image is written below it, see `imageNameText`; default false. */
  readonly sheet?: boolean | undefined;
  /** The number of images of an animation; default 20 for each key image. */
  readonly frames?: number | undefined;
  /** Images a second of an animation, 1 to 50; default 20. */
  readonly fps?: number | undefined;
  /**
   * For conditional generators: the classes to draw, by their names or their numbers from 0. A text is a name
   * first, and a number only where no class has a number as its name. A row is of one class, and an animation
   * leads from one to the next. Default: all classes.
   */
  readonly class?: string | number | readonly (string | number)[] | undefined;
  /** The device to compute on; default `auto`. */
  readonly device?: NodeDevice | undefined;
  /** Called with the number of samples drawn so far and the total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The result of drawing samples. */
export interface Sampled {
  readonly out: string;
  readonly count: number;
  readonly what: "images" | "points" | "frames";
  /** The classes that were drawn, in their order, from the first again; empty if there are none. */
  readonly classes: readonly string[];
}
