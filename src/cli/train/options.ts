/** `evenkeel train` */
import type { Command } from "commander";
import { COSTS_NOTHING, RUNS } from "../../limits.ts";
import { ACCEPT_OTHER_DATA, featuresOption, repeatable, wholeNumber } from "../shared/options.ts";
import type { TrainFlags } from "./train.ts";

/** Adds the command. */
export function addTrain(program: Command): void {
  program
    .command("train")
    .summary("train a GAN, or resume a run")
    .description(
      "Trains a GAN from a recipe or a config file into a run folder. Ctrl-C saves a checkpoint and stops; --resume continues.",
    )
    .argument("[recipe|config.yaml]", "a recipe (see --list) or a YAML file")
    .addOption(repeatable("--set <path=value>", "set a config key, such as steps=300"))
    .addOption(featuresOption())
    .option("--out <dir>", "the run's folder (default: the next number in runs/)")
    .option("--device <name>", "auto, cpu, webgpu or cuda")
    .option("--resume <run>", "continue this run from its newest intact checkpoint")
    .option(
      "--until <step>",
      "save and stop after this generator step",
      wholeNumber(1, COSTS_NOTHING),
    )
    .option(
      "--take-over",
      "with --resume: continue even if a process on another machine seems to be training the run; that process then stops",
    )
    .option(ACCEPT_OTHER_DATA[0], `with --resume: ${ACCEPT_OTHER_DATA[1]}`)
    .option("--no-report", "do not write report.html; evenkeel report can write it later")
    .option(
      "--seeds <n>",
      "train an experiment: n runs that differ only in the seed",
      wholeNumber(1, RUNS),
    )
    .option("--dry-run", "print parameters, memory and measured time; train nothing")
    .option(
      "--shorten <n>",
      "divide the steps, and intervals counted in steps, by n",
      wholeNumber(1, COSTS_NOTHING),
    )
    .option("--print-config", "print the complete config as YAML; train nothing")
    .option(
      "--list [text]",
      "list all recipes, or those whose name, group or title contains the text",
    )
    .addHelpText("after", "\nEvery config key is explained in docs/config.md.")
    .action(async (start: string | undefined, flags: TrainFlags) =>
      (await import("./train.ts")).train(start, flags),
    );
}
