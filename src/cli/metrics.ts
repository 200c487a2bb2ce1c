/** `evenkeel metrics` */
import type { Command } from "commander";
import { wholeNumber } from "./options.ts";

/** Adds the command. */
export function addMetrics(program: Command): void {
  program
    .command("metrics")
    .summary("compute FID, KID, IS, precision and recall from given features")
    .description(
      "The arithmetic of the metrics alone, in float64, on features and class probabilities that are " +
        "there already: .npy files of float32 or float64, a row for each image.",
    )
    .option("--real <file.npy>", "features of real images [N, d]")
    .option("--fake <file.npy>", "features of generated images [M, d]")
    .option("--probs <file.npy>", "class probabilities of generated images [M, classes]")
    .option("--metrics <list>", "of fid,kid,prdc,is (default: all that the files are for)")
    .option("--k <n>", "prdc: the neighbour that a ball reaches to", wholeNumber(1), 5)
    .option("--subsets <n>", "kid: random subsets that are averaged over", wholeNumber(1), 50)
    .option("--subset-size <n>", "kid: rows of a subset, at most", wholeNumber(2), 1000)
    .option("--splits <n>", "is: consecutive parts, each with a score", wholeNumber(1), 10)
    .option("--seed <n>", "of kid's random subsets", wholeNumber(0), 0)
    .option("--json", "print the values as JSON")
    .addHelpText(
      "after",
      "\nValues from different numbers of samples do not compare; the table tells them.\n\n" +
        "Examples:\n" +
        "  evenkeel metrics --real real.npy --fake fake.npy\n" +
        "  evenkeel metrics --probs probabilities.npy --splits 1 --json",
    )
    .action(async (flags) => (await import("./metrics-run.ts")).printMetrics(flags));
}
