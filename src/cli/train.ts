/** `evenkeel train` */
import type { Command } from "commander";
import { EvenkeelError } from "../errors.ts";
import { repeatable, wholeNumber } from "./options.ts";

interface TrainFlags {
  readonly set: readonly string[];
  readonly out?: string;
  readonly device?: string;
  readonly resume?: string;
  readonly until?: number;
  readonly report: boolean;
  readonly takeOver?: boolean;
  readonly seeds?: number;
  readonly dryRun?: boolean;
  readonly shorten?: number;
  readonly printConfig?: boolean;
  /** Text to look for; `true` for all. */
  readonly list?: string | true;
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
    .addOption(repeatable("--set <path=value>", "set a config key, such as steps=300"))
    .option("--out <dir>", "the run's folder (default: the next number below runs/)")
    .option("--device <name>", "auto, cpu, webgpu or cuda")
    .option("--resume <run>", "go on with this run from its newest sound checkpoint")
    .option("--until <step>", "stop and save after this generator step", wholeNumber(1))
    .option(
      "--take-over",
      "with --resume: also from a process of another machine that looks alive, which then stops",
    )
    .option("--no-report", "write no report.html; evenkeel report writes one later")
    .option("--seeds <n>", "an experiment: n runs that differ in the seed alone", wholeNumber(1))
    .option("--dry-run", "tell parameters, memory and measured time; train nothing")
    .option("--shorten <n>", "N times fewer steps, samples and checkpoints as well", wholeNumber(1))
    .option("--print-config", "print the complete config as YAML; train nothing")
    .option("--list [text]", "list the recipes, or those whose name, group or title has the text")
    .addHelpText("after", "\nEvery config key is explained in docs/config.md.")
    .action(run);
}

async function run(start: string | undefined, flags: TrainFlags): Promise<void> {
  if (flags.list) {
    const { printRecipes } = await import("./recipes-list.ts");
    return printRecipes(flags.list === true ? start : [flags.list, start].join(" ").trim());
  }
  const { resume, takeOver, until, report, out, dryRun, seeds, shorten, printConfig } = flags;
  const beside = [start, out, seeds, dryRun, shorten, printConfig];
  if (resume !== undefined && beside.some((given) => given !== undefined)) {
    throw new EvenkeelError(
      "USAGE",
      "train: --resume must stand alone or with --set, --device, --until, --no-report and --take-over, got a recipe, --out, --seeds, --dry-run, --shorten or --print-config beside it",
      { advice: `evenkeel train --resume ${resume}` },
    );
  }
  if (resume === undefined && start === undefined) {
    throw new EvenkeelError("USAGE", "train: must be given a recipe, a config file or --resume", {
      advice: "evenkeel train quickstart; evenkeel train --list shows all recipes.",
    });
  }
  const set = [...flags.set, ...(flags.device ? [`device=${flags.device}`] : [])];
  if (resume !== undefined) {
    const { trainOn } = await import("./train-run.ts");
    return trainOn(resume, set, { takeOver, until, report });
  }
  if (until !== undefined && (seeds !== undefined || dryRun)) {
    throw new EvenkeelError("USAGE", "train: --until must stand without --seeds and --dry-run", {
      advice: "It stops one run; --set steps=… shortens all.",
    });
  }
  if (takeOver) {
    throw new EvenkeelError("USAGE", "train: --take-over must stand beside --resume", {
      advice: "evenkeel train --resume <run> --take-over",
    });
  }
  const request = { start: start as string, set, shorten };
  if (printConfig) return (await import("./print-config.ts")).printConfig(request);
  const { trainNew, tellForecast } = await import("./train-run.ts");
  if (dryRun) await tellForecast(request, seeds);
  else if (seeds === undefined) await trainNew(request, { out, until, report });
  else await (await import("./train-seeds.ts")).trainSeeds(request, seeds, { out, report });
}
