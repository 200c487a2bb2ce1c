/** What images are like, before it is decided how they are trained on. */
import type { BrokenFile } from "../../image-files/index.ts";
import type { ImageSizes } from "./image-sizes.ts";

/** The user's images, as far as some of them tell. */
export interface ImageSurvey {
  /** The absolute path of the folder or the archive. */
  readonly path: string;
  /** How many image files there are, of the part that is trained on. */
  readonly count: number;
  /** The classes in the order of their labels, each with the number of its files. */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** Whether there is a part `test` of its own. */
  readonly hasTest: boolean;
  /** How many files were looked at, evenly spread: all numbers below are of these. */
  readonly looked: number;
  /** Their shorter sides; `undefined` where none can be read. */
  readonly sizes: ImageSizes | undefined;
  /** The median of width / height. */
  readonly aspect: number;
  /** How many have no color: red, green and blue are alike everywhere. */
  readonly gray: number;
  /** How many are of a single color. */
  readonly blank: number;
  /** How many have transparent places. */
  readonly transparent: number;
  /** Those that cannot be read. */
  readonly broken: readonly BrokenFile[];
  /** What a person should know: one plain sentence each. */
  readonly notes: readonly string[];
}
