/** `evenkeel sweep` */
import { type Command, InvalidArgumentError } from "commander";
import { repeatable, wholeNumber } from "./options.ts";
import { onOption, slurmOption } from "./sweep-place.ts";

const WAIT = "on Slurm: stay and show the progress until all runs have ended";

/** Adds the command and its parts. */
export function addSweep(program: Command): void {
  const sweep = program
    .command("sweep")
    // so that options after a part's name are the part's
    .enablePositionalOptions()
    .summary("train many runs that differ in settings and seeds")
    .description(
      "Trains every run of a sweep's file, or several seeds of a recipe, on this machine, side by side, into one folder; or hands them to a Slurm cluster. Ctrl-C saves and stops all of them; sweep resume goes on.",
    )
    .argument(
      "[sweep.yaml|recipe]",
      "base, axes, seeds: see docs/sweeps.md; or a recipe with --seeds",
    )
    .option("--dry-run", "print the runs and their measured cost; train nothing")
    .option("--out <dir>", "the sweep's folder (default: the next number below runs/)")
    .option("--jobs <n>", "runs side by side (default: one for each core)", wholeNumber(1))
    .addOption(onOption())
    .addOption(slurmOption())
    .option("--wait", WAIT)
    .option("--seeds <n>", "how many seeds, instead of the file's", wholeNumber(1))
    .addOption(repeatable("--set <path=value>", "set a config key of all runs"))
    .addHelpText("after", "\nHow to write a sweep is explained in docs/sweeps.md.")
    .action(async (file: string | undefined, flags) =>
      (await import("./sweep-run.ts")).startSweep(file, flags),
    );
  const part = (name: string, description: string) =>
    sweep
      .command(name)
      .description(description)
      .argument("<sweep>", "the folder of a sweep")
      .addOption(repeatable("--where <key=value>", "only runs with this axis value, seed or name"));
  part("status", "Tell where each run stands, from what the runs wrote.")
    .option("--json", "print the status as JSON")
    .option("--watch", "look again every few seconds, until no run runs or waits for a cluster")
    .action(async (path, flags) => (await import("./sweep-status.ts")).tellStatus(path, flags));
  part("resume", "Go on with the runs that are not done.")
    .option(
      "--jobs <n>",
      "runs side by side (default: as many as their threads leave room for)",
      wholeNumber(1),
    )
    .addOption(onOption("where the runs go (default: where it was begun)"))
    .addOption(slurmOption())
    .option("--wait", WAIT)
    .option("--hours <n>", "another budget: hours of training, all runs together", hours)
    .option("--retry-failed", "runs that failed as well; they go on from their checkpoints")
    .option("--retry-cancelled", "runs that were cancelled as well")
    .action(async (path, flags) => (await import("./sweep-run.ts")).resumeSweep(path, flags));
  part("cancel", "Drop the runs that wait; those that run save and stop.").action(
    async (path, flags) => (await import("./sweep-cancel.ts")).cancelSweep(path, flags),
  );
  part("collect", "Put the results of all runs into one table, with spreads over the seeds.")
    .option("--json", "print the results as JSON")
    .action(async (path, flags) =>
      (await import("./sweep-collect.ts")).collectResults(path, flags),
    );
  sweep
    .command("run")
    .description(
      "Train one run of a sweep here, from where it stands: what the jobs of a cluster do, and any other scheduler's may.",
    )
    .argument("<sweep>", "the folder of a sweep")
    .argument("<name>", "the name of a run")
    .option("--until <step>", "stop and save after this generator step", wholeNumber(1))
    .option(
      "--requeues <n>",
      "in a Slurm job: how often to queue it again when its time limit comes near",
      wholeNumber(0),
      10,
    )
    .action(async (path, name, flags) =>
      (await import("./sweep-task.ts")).runTask(path, name, flags),
    );
}

function hours(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0))
    throw new InvalidArgumentError("must be a number above 0.");
  return value;
}
