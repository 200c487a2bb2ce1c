/** `evenkeel evaluate` */
import { type Command, InvalidArgumentError, Option } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { extractorNames } from "../../metrics/extractors/names.ts";
import { type MetricName, metricNames } from "../../metrics/index.ts";
import { roundings } from "../../metrics/protocols/index.ts";
import { deviceOption, ROOT_OPTION, STEP_OPTION, wholeNumber } from "../shared/options.ts";
import type { EvaluateFlags } from "./evaluate.ts";

/** Of the images that are measured. */
const IMAGES: Limit = { most: 10_000_000, because: "each passes through a network" };

/** Adds the command. */
export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .summary("measure a run, images in files or an exported generator")
    .description(
      "Measures generated images under a named protocol, and records each result with the protocol. Results of a run go into its evaluations.jsonl. If you press Ctrl-C, nothing is recorded.",
    )
    .argument(
      "<path>",
      "a run, an experiment, a folder or an archive of images, or an .onnx generator",
    )
    .option("--against <set|path>", "real images (default: the run's training data)")
    .option(...ROOT_OPTION)
    .option("--metrics <list>", `some of ${metricNames.join(", ")}`, metricList)
    .option("--protocol <name>", "a protocol, or all to show all protocols")
    .option(
      "--features <model>",
      `network whose features are compared, instead of the protocol's: ${extractorNames.join(", ")}, an .onnx file or Inception's weights`,
    )
    .option(...STEP_OPTION)
    .addOption(deviceOption())
    .option("--out <dir>", "folder for records and pictures (default: the run's folder)")
    .option("--json", "print the records as JSON")
    .optionsGroup("Settings that override the protocol's, which is then called custom:")
    .option("--real-count <n>", "number of real images", wholeNumber(2, IMAGES))
    .option("--fake-count <n>", "number of generated images", wholeNumber(2, IMAGES))
    .addOption(new Option("--real-split <part>", "which real images").choices(["training", "test"]))
    .addOption(
      new Option("--rounding <how>", "how generated pixels are rounded").choices(roundings),
    )
    .option("--seed <n>", "seed of noise, subsets and order", wholeNumber(0, COSTS_NOTHING))
    .addHelpText(
      "after",
      "\nMetrics are explained in docs/metrics.md, protocols in docs/protocols.md.",
    )
    .action(async (path: string, flags: EvaluateFlags) =>
      (await import("./evaluate.ts")).evaluatePath(path, flags),
    );
}

function metricList(text: string): MetricName[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !(metricNames as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`${unknown} is none of ${metricNames.join(", ")}.`);
  }
  return [...new Set(names)] as MetricName[];
}
