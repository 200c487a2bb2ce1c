/** `evenkeel train` */
import type { Command } from "commander";
import { EvenkeelError } from "../errors.ts";

interface TrainFlags {
  readonly set: readonly string[];
  readonly out?: string;
  readonly device?: string;
  readonly resume?: string;
  readonly dryRun?: boolean;
  readonly list?: boolean;
}

/** Adds the command. */
export function addTrain(program: Command): void {
  program
    .command("train")
    .summary("train a GAN, or go on with a run")
    .description(
      "Trains a GAN from a recipe or a config file, into a run folder. Ctrl-C saves and stops; --resume goes on.",
    )
    .argument("[recipe|config.yaml]", "a recipe (see --list) or a YAML file")
    .option("--set <path=value>", "set a config key, such as steps=300; repeatable", collect, [])
    .option("--out <dir>", "the run's folder (default: the next number below runs/)")
    .option("--device <name>", "auto, cpu, webgpu or cuda")
    .option("--resume <run>", "go on with this run from its newest sound checkpoint")
    .option("--dry-run", "tell parameters, memory and measured time; train nothing")
    .option("--list", "list the recipes")
    .addHelpText("after", "\nEvery config key is explained in docs/config.md.")
    .action(run);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

async function run(start: string | undefined, flags: TrainFlags): Promise<void> {
  if (flags.list) {
    const { printRecipes } = await import("./recipes-list.ts");
    return printRecipes();
  }
  const { resume, out, dryRun } = flags;
  if (resume !== undefined && (start !== undefined || out !== undefined || dryRun)) {
    throw new EvenkeelError(
      "USAGE",
      "train: --resume must stand alone or with --set and --device, got a recipe, --out or --dry-run beside it",
      { advice: `evenkeel train --resume ${resume}` },
    );
  }
  if (resume === undefined && start === undefined) {
    throw new EvenkeelError("USAGE", "train: must be given a recipe, a config file or --resume", {
      advice: "evenkeel train quickstart; evenkeel train --list shows all recipes.",
    });
  }
  const set = [...flags.set, ...(flags.device ? [`device=${flags.device}`] : [])];
  const { trainNew, trainOn, tellForecast } = await import("./train-run.ts");
  if (resume !== undefined) await trainOn(resume, set);
  else if (dryRun) await tellForecast(start as string, set);
  else await trainNew(start as string, set, out);
}
