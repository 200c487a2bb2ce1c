/** `evenkeel evaluate` */
import { type Command, InvalidArgumentError, Option } from "commander";
import { type MetricName, metricNames, roundings } from "../metrics/protocols/index.ts";
import { checkpoint, wholeNumber } from "./options.ts";

/** The command's options. */
export interface EvaluateFlags {
  readonly against?: string;
  readonly root?: string;
  readonly metrics?: readonly MetricName[];
  readonly protocol?: string;
  readonly features?: string;
  readonly step?: number | "best" | "latest";
  readonly device: "auto" | "cpu" | "webgpu" | "cuda";
  readonly out?: string;
  readonly json?: boolean;
  readonly realCount?: number;
  readonly fakeCount?: number;
  readonly realSplit?: "training" | "test";
  readonly rounding?: (typeof roundings)[number];
  readonly seed?: number;
}

/** Adds the command. */
export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .summary("measure a run, a folder of images or an exported generator")
    .description(
      "Measures generated images under a named protocol, and records each number with it. A run's records go into its evaluations.jsonl. Ctrl-C leaves nothing half written.",
    )
    .argument("<path>", "a run, an experiment, a folder of images or an .onnx generator")
    .option("--against <set|dir>", "real images (default: what the run was trained on)")
    .option("--root <dir>", "folder that holds the data sets' own folders")
    .option("--metrics <list>", `of ${metricNames.join(", ")}`, metricList)
    .option("--protocol <name>", "a protocol, or all of them side by side")
    .option("--features <model>", "another extractor: a name, an .onnx file or Inception's weights")
    .option("--step <n>", "a run's checkpoint: its step, best or latest (default)", checkpoint)
    .addOption(
      new Option("--device <name>", "where to compute")
        .choices(["auto", "cpu", "webgpu", "cuda"])
        .default("auto"),
    )
    .option("--out <dir>", "where records and pictures go (default: the run's folder)")
    .option("--json", "print the records as JSON")
    .optionsGroup("Settings that win over the protocol's, whose name becomes custom:")
    .option("--real-count <n>", "real images", wholeNumber(2))
    .option("--fake-count <n>", "generated images", wholeNumber(2))
    .addOption(new Option("--real-split <part>", "which real images").choices(["training", "test"]))
    .addOption(
      new Option("--rounding <how>", "what becomes of generated pixels").choices(roundings),
    )
    .option("--seed <n>", "of noise, subsets and order", wholeNumber(0))
    .addHelpText(
      "after",
      "\nMetrics are explained in docs/metrics.md, protocols in docs/protocols.md.",
    )
    .action(async (path: string, flags: EvaluateFlags) =>
      (await import("./evaluate-run.ts")).evaluatePath(path, flags),
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
