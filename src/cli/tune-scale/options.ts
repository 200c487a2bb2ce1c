/** `evenkeel tune-scale` */
import { type Command, InvalidArgumentError, Option } from "commander";
import { RUNS, STEPS } from "../../limits.ts";
import {
  featuresOption,
  jobsOption,
  onOption,
  repeatable,
  slurmOption,
  wholeNumber,
} from "../shared/options.ts";
import type { TuneScaleFlags } from "./tune-scale.ts";

/** Adds the command. */
export function addTuneScale(program: Command): void {
  program
    .command("tune-scale")
    .summary("find a good scale for SSN or BSSN")
    .description(
      "Finds a good scale for a discriminator's scaled spectral normalization (SSN or BSSN; a config with SN or BSN is changed to these) without training every scale to its end. Ctrl-C saves; the same command with the same --out continues. docs/tune-scale.md shows how well this works.",
    )
    .argument("<recipe|config.yaml>", "what to train")
    .addOption(
      new Option(
        "--by <way>",
        "halving: train all scales a little, continue the better half, and so on; gradient: compare the slopes of the discriminators of short runs",
      )
        .choices(["halving", "gradient"])
        .default("halving"),
    )
    .option(
      "--scales <list>",
      "scales to try, separated by commas (default: 0.7,1,1.4,2,2.8,4)",
      numberList,
    )
    .option("--seeds <n>", "number of runs of each scale (default: 1)", wholeNumber(1, RUNS))
    .option(
      "--steps <n>",
      "generator steps of a whole run (default: the config's)",
      wholeNumber(1, STEPS),
    )
    .option(
      "--metric <name>",
      "halving: the metric that decides (default: the first that the config evaluates)",
    )
    .addOption(
      new Option("--mode <mode>", "halving: whether low or high values are good").choices([
        "min",
        "max",
      ]),
    )
    .option("--out <dir>", "the search's folder (default: the next number in runs/)")
    .addOption(jobsOption())
    .addOption(onOption())
    .addOption(slurmOption())
    .addOption(repeatable("--set <path=value>", "set a config key"))
    .addOption(featuresOption())
    .option("--dry-run", "print what would be trained; train nothing")
    .action(async (start: string, flags: TuneScaleFlags) =>
      (await import("./tune-scale.ts")).findScale(start, flags),
    );
}

function numberList(text: string): readonly number[] {
  const numbers = text.split(",").map((one) => (one.trim() === "" ? Number.NaN : Number(one)));
  if (numbers.some(Number.isNaN)) {
    throw new InvalidArgumentError("must be numbers separated by commas.");
  }
  return numbers;
}
