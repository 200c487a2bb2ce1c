/** `evenkeel classify` */
import type { Command } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { deviceOption, ROOT_OPTION, repeatable, wholeNumber } from "../shared/options.ts";
import type { EvaluateFlags } from "./evaluate.ts";
import type { TrainFlags } from "./train.ts";

const THREADS: Limit = { most: 4096, because: "more only wait for each other" };

/** Adds the command and its parts. */
export function addClassify(program: Command): void {
  const classify = program
    .command("classify")
    .enablePositionalOptions()
    .summary("train and measure image classifiers, to try normalizations on")
    .description(
      "Trains image classifiers with any normalization, initializer and reparametrization, and measures them on held-out images. docs/classify.md explains every setting.",
    );
  const train = classify
    .command("train")
    .description(
      "Train a classifier, measure it on held-out images, and write a report. Ctrl-C saves, and the same command with the same --out continues.",
    )
    .argument(
      "[data]",
      "a data set, or a folder or an archive of images whose sub-folders are classes",
      "shapes",
    )
    .option("--out <dir>", "the classifier's folder (default: the next number in runs/)")
    .option(...ROOT_OPTION)
    .option("--json", "print the result as JSON")
    .addOption(deviceOption())
    .option("--threads <n>", "threads; 0: one for each core", wholeNumber(0, THREADS), 0)
    .addOption(
      repeatable(
        "--set <path=value>",
        "a setting, such as normalization.window=8, or an option of the data, such as data.seed=1",
      ),
    )
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  evenkeel classify train\n" +
        "  evenkeel classify train cifar10 --blocks 9 --epochs 20 --flip\n" +
        "  evenkeel classify train photos --size 64 --initializer fixup --mixup 1\n" +
        "  evenkeel classify train --batch-size 4 \\\n" +
        "    --normalization cross-iteration-batch-norm --set normalization.window=8",
    )
    .action(async (data: string, flags: TrainFlags) =>
      (await import("./train.ts")).trainOne(data, flags),
    );
  // its further options are those of the settings, which only this command loads
  classify.hook("preSubcommand", async (_, command) => {
    if (command === train) (await import("./setting-options.ts")).addSettingOptions(train);
  });
  classify
    .command("evaluate")
    .description(
      "Measure a trained classifier: loss, accuracy, and which classes are taken for which. Nothing is recorded.",
    )
    .argument("<folder>", "a classifier's folder")
    .argument(
      "[data]",
      "a data set, or a folder or an archive of images with classes of the same names (default: the held-out images)",
    )
    .option("--split <part>", "of a data set: train, test or all (default: test)")
    .option("--count <n>", "number of images (default: all)", wholeNumber(1, COSTS_NOTHING))
    .option(...ROOT_OPTION)
    .addOption(deviceOption())
    .option("--threads <n>", "threads; 0: one for each core", wholeNumber(0, THREADS), 0)
    .option("--json", "print the measures as JSON")
    .action(async (folder: string, data: string | undefined, flags: EvaluateFlags) =>
      (await import("./evaluate.ts")).evaluateOne(folder, data, flags),
    );
}
