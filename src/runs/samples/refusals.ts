/** Options of samples that do not go together, and files that samples are not written to. */
import { extname } from "node:path";
import { refusal } from "../../errors.ts";
import type { Trained } from "../trained/index.ts";
import { animationExtensions } from "./file-kinds.ts";
import type { SampleRequest } from "./request.ts";

/**
 * Refuses options that do not go together.
 *
 * @param moving whether it is an animation.
 * @throws EvenkeelError `USAGE`.
 */
export function refuseContradictions(request: SampleRequest, moving: boolean): void {
  const { seeds, interpolate, sheet, frames, fps } = request;
  const refuse = (rule: string, advice?: string) => {
    throw refusal("USAGE", { where: "sample", rule, advice });
  };
  if (seeds !== undefined && request.count !== undefined) {
    refuse("--count must be omitted with --seeds, which name the images");
  }
  if (seeds !== undefined && request.seed !== undefined) {
    refuse("--seed must be omitted with --seeds, which name the images");
  }
  if (seeds !== undefined && interpolate && !moving) {
    refuse(
      "--seeds must be omitted for rows of interpolations",
      "Animations take them: --out walk.gif",
    );
  }
  if (sheet && (interpolate || moving)) {
    refuse("--sheet must be omitted with images that lie between others, which have no seed");
  }
  if (!moving && (frames !== undefined || fps !== undefined)) {
    refuse("--frames and --fps are for animations", "Name one: --out walk.gif");
  }
}

/**
 * Refuses a kind of file that samples of a generator are not written to, and options that are for images.
 *
 * @throws EvenkeelError `USAGE`.
 */
export function refuseOtherFiles(
  out: string,
  { model }: Pick<Trained, "model">,
  { interpolate, sheet, seeds }: SampleRequest,
): void {
  const extension = extname(out).toLowerCase();
  const refuse = (rule: string, advice: string) => {
    throw refusal("USAGE", { where: "sample", rule, got: out, advice });
  };
  if (model.definition.imageType === "float32") {
    if (extension !== ".png" && extension !== ".csv") {
      refuse("--out must be a .png or a .csv file for points", "A plot, or a line x,y per point.");
    }
    if (interpolate || sheet || seeds !== undefined) {
      throw refusal("USAGE", {
        where: "sample",
        rule: `${interpolate ? "--interpolate" : sheet ? "--sheet" : "--seeds"} must be omitted for points`,
        advice: "It is for images.",
      });
    }
    return;
  }
  const rule = `--out must be a .png file, an animation (${animationExtensions}) or a folder`;
  if (/^\.(jpe?g|bmp|tiff?|avif)$/.test(extension)) {
    refuse(rule, "Grids and images are written as PNG.");
  }
  if (/^\.(mp4|webm|mov|avi|mkv|m4v)$/.test(extension)) {
    refuse(rule, "ffmpeg makes a video of it: ffmpeg -i walk.apng -pix_fmt yuv420p walk.mp4");
  }
  if (extension === ".csv") refuse(rule, "Only points are written as CSV.");
  if (sheet && extension !== ".png")
    refuse("--out must be a .png file with --sheet", "A sheet is one picture.");
}
