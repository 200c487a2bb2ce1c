/** `evenkeel sample` */
import { type Command, Option } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { deviceOption, STEP_OPTION, wholeNumber } from "../shared/options.ts";
import type { SampleFlags } from "./sample.ts";

/** Of the samples that are drawn. */
const IMAGES: Limit = { most: 1_000_000, because: "each is a file or a part of a picture" };

/** Adds the command. */
export function addSample(program: Command): void {
  program
    .command("sample")
    .summary("draw images from a run's generator")
    .description("Draws images from a checkpoint of a run: one grid, or a file each.")
    .argument("<run>", "the run's folder")
    .option(
      "--count <n>",
      "number of images (default: 64), or of rows with --interpolate (8)",
      wholeNumber(1, IMAGES),
    )
    .option("--out <path>", "a .png file for a grid, or a folder for single images")
    .option("--seed <n>", "seed of the noise", wholeNumber(0, COSTS_NOTHING), 0)
    .option("--interpolate", "draw rows that lead from one image to another")
    .option(...STEP_OPTION)
    .option(
      "--class <name>",
      "conditional GANs: draw only the class of this name, or of this number from 0 if no class is named by a number (default: one class per row)",
    )
    .addOption(
      new Option("--class-index <n>", "draw only the class of this number, from 0")
        .argParser(wholeNumber(0, COSTS_NOTHING))
        .conflicts("class"),
    )
    .addOption(deviceOption())
    .action(async (folder: string, flags: SampleFlags) =>
      (await import("./sample.ts")).sample(folder, flags),
    );
}
