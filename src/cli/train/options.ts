/** `evenkeel train` */
import type { Command } from "commander";
import { COSTS_NOTHING, RUNS } from "../../limits.ts";
import {
  ACCEPT_OTHER_DATA,
  checkpoint,
  featuresOption,
  positiveNumber,
  repeatable,
  wholeNumber,
} from "../shared/options.ts";
import { addOwnImagesOptions } from "../shared/own-images-options.ts";
import type { TrainFlags } from "./train.ts";

/** Adds the command. */
export function addTrain(program: Command): void {
  const command = program
    .command("train")
    .summary("train a GAN on your images or from a recipe, or resume a run")
    .description(
      "Trains a GAN into a run folder: on a folder of images, with settings that follow from them, from a recipe or from a config file. Ctrl-C saves a checkpoint and stops; --resume continues.",
    )
    .argument(
      "[images|recipe|config.yaml]",
      "a folder, zip or tar of images, a recipe (see --list) or a YAML file",
    );
  addOwnImagesOptions(command)
    .addOption(repeatable("--set <path=value>", "set a config key, such as steps=300"))
    .addOption(featuresOption())
    .option("--out <dir>", "the run's folder (default: the next number in runs/)")
    .option("--device <name>", "auto, cpu, webgpu or cuda")
    .option(
      "--from <run>",
      "start from this run's weights as far as they fit, with learning rates divided by 2 (docs/from-run.md)",
    )
    .option(
      "--step <n>",
      "with --from: its checkpoint, a step, best or latest (default)",
      checkpoint,
    )
    .option(
      "--from-rates <factor>",
      "with --from: what the learning rates are multiplied by (default 0.5)",
      positiveNumber,
    )
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
    .option("--studio", "show the run in the browser while it is trained; Ctrl-C ends that too")
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
