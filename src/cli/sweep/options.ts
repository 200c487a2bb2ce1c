/** `evenkeel sweep` */
import type { Command } from "commander";
import { COSTS_NOTHING, RUNS } from "../../limits.ts";
import {
  ACCEPT_OTHER_DATA,
  featuresOption,
  jobsOption,
  onOption,
  positiveNumber,
  repeatable,
  slurmOption,
  wholeNumber,
} from "../shared/options.ts";
import type { SelectFlags } from "./cancel.ts";
import type { CollectFlags } from "./collect.ts";
import type { ResumeFlags } from "./resume.ts";
import type { StartFlags } from "./start.ts";
import type { StatusFlags } from "./status.ts";
import type { TaskFlags } from "./task.ts";

const WAIT = "on Slurm: stay and show the progress until all runs have ended";

/** Adds the command and its parts. */
export function addSweep(program: Command): void {
  const sweep = program
    .command("sweep")
    // options after a part's name are the part's
    .enablePositionalOptions()
    .summary("train many runs that differ in settings and seeds")
    .description(
      "Trains every run of a sweep file, or several seeds of a recipe, into one folder: on this machine, several at once, or as jobs of a Slurm cluster. Ctrl-C saves and stops all runs; sweep resume continues.",
    )
    .argument(
      "[sweep.yaml|recipe]",
      "a sweep file with base, axes and seeds (see docs/sweeps.md), or a recipe with --seeds",
    )
    .option("--dry-run", "print the runs and their measured cost; train nothing")
    .option("--out <dir>", "the sweep's folder (default: the next number in runs/)")
    .addOption(jobsOption())
    .addOption(onOption())
    .addOption(slurmOption())
    .option("--wait", WAIT)
    .option("--seeds <n>", "number of seeds, instead of the file's", wholeNumber(1, RUNS))
    .addOption(repeatable("--set <path=value>", "set a config key of all runs"))
    .addOption(featuresOption())
    .addHelpText("after", "\nSweep files are explained in docs/sweeps.md.")
    .action(async (file: string | undefined, flags: StartFlags) =>
      (await import("./start.ts")).startSweep(file, flags),
    );
  const part = (name: string, description: string) =>
    sweep
      .command(name)
      .description(description)
      .argument("<sweep>", "the folder of a sweep")
      .addOption(repeatable("--where <key=value>", "only runs with this axis value, seed or name"));
  part("status", "Print the state of each run, from what the runs wrote.")
    .option("--json", "print the status as JSON")
    .option("--watch", "repeat every few seconds while a run is trained or waits for a cluster")
    .action(async (path: string, flags: StatusFlags) =>
      (await import("./status.ts")).printStatus(path, flags),
    );
  part("resume", "Continue the runs that are not done.")
    .addOption(jobsOption())
    .addOption(onOption("where to train the runs (default: where the sweep was started)"))
    .addOption(slurmOption())
    .option("--wait", WAIT)
    .option("--hours <n>", "another budget: hours of training, all runs together", positiveNumber)
    .option("--retry-failed", "also continue runs that failed, from their checkpoints")
    .option("--retry-cancelled", "also continue runs that were cancelled")
    .option(...ACCEPT_OTHER_DATA)
    .action(async (path: string, flags: ResumeFlags) =>
      (await import("./resume.ts")).resumeSweep(path, flags),
    );
  part("cancel", "Drop the runs that wait; runs that are being trained save and stop.").action(
    async (path: string, flags: SelectFlags) => (await import("./cancel.ts")).cancel(path, flags),
  );
  part("collect", "Collect the results of all runs into one table, with spreads over the seeds.")
    .option("--json", "print the results as JSON")
    .action(async (path: string, flags: CollectFlags) =>
      (await import("./collect.ts")).collectResults(path, flags),
    );
  sweep
    .command("run")
    .description(
      "Train one run of a sweep in this process, from where it stands. Jobs of a cluster call this; so can any other scheduler.",
    )
    .argument("<sweep>", "the folder of a sweep")
    .argument("<name>", "the name of a run")
    .option(
      "--until <step>",
      "save and stop after this generator step",
      wholeNumber(1, COSTS_NOTHING),
    )
    .option(...ACCEPT_OTHER_DATA)
    .option(
      "--requeues <n>",
      "in a Slurm job: how often to queue it again when its time limit is near",
      wholeNumber(0, COSTS_NOTHING),
      10,
    )
    .action(async (path: string, name: string, flags: TaskFlags) =>
      (await import("./task.ts")).trainTask(path, name, flags),
    );
}
