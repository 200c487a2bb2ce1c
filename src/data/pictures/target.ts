/** What image files are made into. */
import type { Resampling } from "./resampling.ts";

/** How images of other proportions come to theirs. */
export const fits = ["crop", "pad", "squash"] as const;

/** What files are made into. */
export interface Target {
  /** Height, and width unless that is given. */
  readonly size: number;
  /** Default the height. */
  readonly width?: number | undefined;
  /** What is cut out of the middle: as much as has the target's proportions, or a square of so many pixels. */
  readonly crop: "square" | number;
  /**
   * How images of other proportions come to the target's: what is beyond them is cut off (default), borders
   * are added, or the whole image is stretched.
   */
  readonly fit?: (typeof fits)[number];
  /** The color of borders and of transparent places, `#rrggbb`. Default white. */
  readonly background?: string | undefined;
  /** 4: their opacity is kept as a channel of its own, and borders are transparent. Default: there are three. */
  readonly channels?: number | undefined;
  /** How what was cut out comes to its size. */
  readonly resize: Resampling;
}

/** Height and width. */
export type Size = readonly [height: number, width: number];

/** The height and width of a target. */
export function sizeOfTarget({ size, width = size }: Pick<Target, "size" | "width">): Size {
  return [size, width];
}

/** The planes that a file becomes: red, green and blue, and the opacity where it is kept. */
export function planesOfTarget({ channels }: Pick<Target, "channels">): 3 | 4 {
  return channels === 4 ? 4 : 3;
}

/** The color of borders and of transparent places where none is named. */
export const WHITE = "#ffffff";
