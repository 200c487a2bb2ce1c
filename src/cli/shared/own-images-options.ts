/** Options of commands that take images of one's own. */
import { type Command, InvalidArgumentError } from "commander";
import { STEPS } from "../../limits.ts";
import { wholeNumber } from "./options.ts";

/** Adds them. */
export function addOwnImagesOptions(command: Command): Command {
  return command
    .option(
      "--size <n>",
      "side of the square images in pixels, or height and width as in 96x64 (default for a folder: by the images and the time)",
      imageSize,
    )
    .option(
      "--steps <n>",
      "generator steps (default for a folder: as many as the preset's time allows)",
      wholeNumber(1, STEPS),
    )
    .option(
      "--preset <name>",
      "of a folder: networks and steps for an hour (small, the default) or a night (medium) on a processor, or a day on a graphics card (large)",
    )
    .option("--conditional", "of a folder: generate the sub-folders as classes")
    .option(
      "--alpha <way>",
      "of a folder: transparent places get a color (background, the default; data.background names it), or their opacity is learned as a fourth channel (channel)",
    );
}

/** The height and width of images, as `--size` has them. */
export interface ImageSizeFlag {
  readonly height: number;
  readonly width: number;
}

function imageSize(text: string): ImageSizeFlag {
  const [, height, width = height] = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (height === undefined) {
    throw new InvalidArgumentError("must be a number of pixels, or height x width as in 96x64.");
  }
  return { height: Number(height), width: Number(width) };
}
