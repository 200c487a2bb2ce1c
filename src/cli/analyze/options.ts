/** `evenkeel analyze` */
import type { Command } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { deviceOption, ROOT_OPTION, STEP_OPTION, wholeNumber } from "../shared/options.ts";
import type { AnalyzeFlags } from "./analyze.ts";

/** Of the images that are analyzed. */
const AT_ONCE: Limit = { most: 4096, because: "they pass through the network together" };

/** Adds the command. */
export function addAnalyze(program: Command): void {
  program
    .command("analyze")
    .summary("measure what keeps a run's discriminator stable")
    .description(
      "Measures the discriminator of a run on its training images and on generated images: singular values, variances, gradients and the bounds that the papers prove for them. Does not change the run.",
    )
    .argument("<run>", "the run's folder")
    .option(...STEP_OPTION)
    .option(
      "--images <n>",
      "number of real images, and of generated images",
      wholeNumber(2, AT_ONCE),
      64,
    )
    .option("--hessian <layer>", "the layer whose Hessian is measured (default: the last)")
    .option(
      "--seed <n>",
      "seed of the noise and of the choice of real images",
      wholeNumber(0, COSTS_NOTHING),
      0,
    )
    .option(...ROOT_OPTION)
    .addOption(deviceOption())
    .option("--json", "print everything, including whole spectra, as JSON")
    .action(async (run: string, flags: AnalyzeFlags) =>
      (await import("./analyze.ts")).printAnalysis(run, flags),
    );
}
