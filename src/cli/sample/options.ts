/** `evenkeel sample` */
import type { Command } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { deviceOption, wholeNumber } from "../shared/options.ts";
import type { SampleFlags } from "./sample.ts";

/** Of the samples that are drawn. */
const IMAGES: Limit = { most: 1_000_000, because: "each is a file or a part of a picture" };

/** Adds the command. */
export function addSample(program: Command): void {
  program
    .command("sample")
    .summary("draw images from a run's generator")
    .description("Draws images from the newest checkpoint of a run: one grid, or a file each.")
    .argument("<run>", "the run's folder")
    .option(
      "--count <n>",
      "number of images (default: 64), or of rows with --interpolate (8)",
      wholeNumber(1, IMAGES),
    )
    .option("--out <path>", "a .png file for a grid, or a folder for single images")
    .option("--seed <n>", "seed of the noise", wholeNumber(0, COSTS_NOTHING), 0)
    .option("--interpolate", "draw rows that lead from one image to another")
    .option(
      "--class <n>",
      "conditional GANs: draw this class only (default: one class per row)",
      wholeNumber(0, COSTS_NOTHING),
    )
    .addOption(deviceOption())
    .action(async (folder: string, flags: SampleFlags) =>
      (await import("./sample.ts")).sample(folder, flags),
    );
}
