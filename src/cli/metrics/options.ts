/** `evenkeel metrics` */
import type { Command } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { wholeNumber } from "../shared/options.ts";
import { fileMetrics } from "./list.ts";
import type { MetricOptions } from "./metrics.ts";

/** Of the subsets of the kernel distance. */
const SUBSETS: Limit = { most: 10_000, because: "each takes as long as the first" };

/** Adds the command. */
export function addMetrics(program: Command): void {
  program
    .command("metrics")
    .summary("compute FID, KID, IS, precision and recall from given features")
    .description(
      "Computes metrics, in float64, from features and class probabilities that already exist: .npy files of float32 or float64 with one row per image.",
    )
    .option("--real <file.npy>", "features of real images [N, d]")
    .option("--fake <file.npy>", "features of generated images [M, d]")
    .option("--probs <file.npy>", "class probabilities of generated images [M, classes]")
    .option(
      "--metrics <list>",
      `some of ${fileMetrics.join(", ")} (default: the usual ones that the files allow)`,
    )
    .option(
      "--k <n>",
      "prdc: which nearest neighbour sets the radius",
      wholeNumber(1, COSTS_NOTHING),
      5,
    )
    .option(
      "--subsets <n>",
      "kid: number of random subsets to average over",
      wholeNumber(1, SUBSETS),
      50,
    )
    .option(
      "--subset-size <n>",
      "kid: rows of a subset, at most",
      wholeNumber(2, COSTS_NOTHING),
      1000,
    )
    .option(
      "--splits <n>",
      "is: number of consecutive parts, each with a score",
      wholeNumber(1, COSTS_NOTHING),
      10,
    )
    .option("--seed <n>", "seed of kid's random subsets", wholeNumber(0, COSTS_NOTHING), 0)
    .option("--json", "print the values as JSON")
    .addHelpText(
      "after",
      "\nValues from different numbers of samples are not comparable; the table shows the numbers.\n\n" +
        "Examples:\n" +
        "  evenkeel metrics --real real.npy --fake fake.npy\n" +
        "  evenkeel metrics --probs probabilities.npy --splits 1 --json",
    )
    .action(async (flags: MetricOptions) => (await import("./metrics.ts")).printMetrics(flags));
}
