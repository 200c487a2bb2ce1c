/** `evenkeel sample` */
import { type Command, Option } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import {
  deviceOption,
  positiveNumber,
  repeatable,
  STEP_OPTION,
  wholeNumber,
} from "../shared/options.ts";
import type { SampleFlags } from "./sample.ts";

/** Of the samples that are drawn. */
const IMAGES: Limit = { most: 1_000_000, because: "each is a file or a part of a picture" };

const FRAMES: Limit = { most: 10_000, because: "all of them are in memory" };

const FPS: Limit = { most: 50, because: "most programs slow down a GIF with more" };

/** Adds the command. */
export function addSample(program: Command): void {
  program
    .command("sample")
    .summary("draw images from a run's generator")
    .description(
      "Draws images from a checkpoint of a run: one grid, an animation that leads from image to image, or a file each.",
    )
    .argument("<run>", "the run's folder")
    .option(
      "--count <n>",
      "number of images (default: 64), of rows with --interpolate (8), or of key images of an animation (8)",
      wholeNumber(1, IMAGES),
    )
    .option(
      "--out <path>",
      "a .png file for a grid, a .gif, .webp or .apng file for an animation, or a folder for single images",
    )
    .option("--seed <n>", "seed of the noise (default: 0)", wholeNumber(0, COSTS_NOTHING))
    .option(
      "--seeds <list>",
      "the images to draw: the first one of each seed (3,17 or 0-15), or one of a seed by its number from 0 (7:13)",
    )
    .option(
      "--truncation <t>",
      "draw numbers of z beyond ±t again: less variety, often better images (default: none)",
      positiveNumber,
    )
    .option("--sheet", "a contact sheet: below each image the name by which --seeds draws it again")
    .option("--interpolate", "draw rows that lead from one image to another")
    .option(
      "--frames <n>",
      "number of images of an animation (default: 20 for each key image)",
      wholeNumber(2, FRAMES),
    )
    .option("--fps <n>", "images a second of an animation (default: 20)", wholeNumber(1, FPS))
    .option(...STEP_OPTION)
    .addOption(
      repeatable(
        "--class <name>",
        "conditional GANs: the class to draw, by its name, or by its number from 0 if no class has a number as its name; for several, repeat the option or list them with commas (default: all, a row or a key image for each)",
      ),
    )
    .addOption(
      new Option("--class-index <n>", "draw the class of this number, from 0; repeatable")
        .argParser((text: string, before: readonly number[] = []) => [
          ...before,
          wholeNumber(0, COSTS_NOTHING)(text),
        ])
        .conflicts("class"),
    )
    .addOption(deviceOption())
    .action(async (folder: string, flags: SampleFlags) =>
      (await import("./sample.ts")).sample(folder, flags),
    );
}
