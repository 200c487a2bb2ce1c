/** Where the runs of a sweep go, as a command's options say. */
import { Option } from "commander";
import type { Config } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { localExecutor, type SweepPlace } from "../sweeps/execution/index.ts";
import type { SlurmInput, SlurmOptions } from "../sweeps/plan/index.ts";
import { costClasses, type ExpandedRun } from "../sweeps/plan/index.ts";
import { repeatable } from "./options.ts";
import { evenkeelCommand } from "./sweep-command.ts";
import { sharesHere } from "./sweep-shares.ts";
import { onSlurm, slurmOptions, taskShares } from "./sweep-slurm.ts";

/** The options of a place. */
export interface PlaceFlags {
  readonly on?: "local" | "slurm";
  readonly slurm: readonly string[];
  readonly jobs?: number;
}

/** A place, and how many runs go on there at once. */
export interface Place extends SweepPlace {
  readonly slurm: SlurmOptions;
  readonly jobs: number;
}

/** `--on <place>` */
export function onOption(text = "where the runs go (default: local)"): Option {
  return new Option("--on <place>", text).choices(["local", "slurm"]);
}

/** `--slurm <key=value>` */
export function slurmOption(): Option {
  return repeatable("--slurm <key=value>", "an option of the jobs, such as partition=gpu");
}

/**
 * The place that options name.
 *
 * @param kinds configs of the runs, of each kind one.
 * @param written what the sweep's file asks of Slurm.
 * @throws EvenkeelError `USAGE` for options of the other place, `CONFIG` for what Slurm does not know.
 */
export function placeOf(
  flags: PlaceFlags,
  kinds: readonly Config[],
  runs: number,
  written: SlurmInput = {},
): Place {
  const { on = "local" } = flags;
  checkPlace(flags);
  const slurm = slurmOptions(written, flags.slurm);
  if (on === "local") {
    const { jobs, threads } = sharesHere(kinds, runs, flags.jobs);
    return { on, slurm, jobs, threads, executor: () => localExecutor(jobs, evenkeelCommand()) };
  }
  const shares = taskShares(slurm, kinds);
  return {
    ...{ on, slurm, threads: shares.cpus, jobs: Math.min(runs, slurm.array_parallelism) },
    executor: (sweep) => onSlurm(sweep, slurm, shares),
  };
}

/** A config of each kind of runs: of those that cost the same, one. */
export function kindsOf(runs: readonly ExpandedRun[]): readonly Config[] {
  return costClasses(runs).map(({ runs: [first] }) => (first as ExpandedRun).config);
}

/** Refuses options of the other place. */
export function checkPlace({ on = "local", slurm, jobs }: PlaceFlags): void {
  if (on === "slurm" && jobs !== undefined) {
    throw new EvenkeelError("USAGE", "--jobs: must stand without --on slurm", {
      advice: "There --slurm array_parallelism=N says how many run at once.",
    });
  }
  if (on === "local" && slurm.length > 0) throw onSlurmOnly("--slurm");
}

/** The refusal of an option that means something on a cluster only. */
export function onSlurmOnly(option: string): EvenkeelError {
  return new EvenkeelError("USAGE", `${option}: must stand beside --on slurm`, {
    advice: `Add --on slurm, or leave ${option} out.`,
  });
}
