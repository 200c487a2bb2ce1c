/** The kinds of files that samples are written to, by their extensions. */
import { extname } from "node:path";
import { type AnimationFormat, animationFormats } from "../../plots/images/index.ts";

/** The extensions of animations, as messages have them: `.gif, .webp, .apng`. */
export const animationExtensions = animationFormats.map((format) => `.${format}`).join(", ");

/** The kind of animation that the extension of a file names, if it names one. */
export function animationFormatOf(out: string): AnimationFormat | undefined {
  const extension = extname(out).toLowerCase();
  return animationFormats.find((format) => extension === `.${format}`);
}

/** Whether samples go to a file of this name; otherwise it is a folder's. */
export const isFileName = (out: string) =>
  [".png", ".csv"].includes(extname(out).toLowerCase()) || animationFormatOf(out) !== undefined;
