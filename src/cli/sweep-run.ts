/** Starts a sweep, goes on with one. */

import type { Config } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { jobsOfThreads, localExecutor, withThreads } from "../sweeps/execution/index.ts";
import {
  createSweep,
  openSweep,
  type SweepState,
  selectRuns,
  sweepStatus,
} from "../sweeps/folder/index.ts";
import { expandSweep, readSweepFile } from "../sweeps/plan/index.ts";
import { withSlurm } from "../sweeps/slurm/index.ts";
import { countOf } from "../text.ts";
import { printNext, showPath } from "./run-outcome.ts";
import { evenkeelCommand } from "./sweep-command.ts";
import { seeThrough, tellOutcome } from "./sweep-outcome.ts";
import { checkPlace, kindsOf, onSlurmOnly, type PlaceFlags, placeOf } from "./sweep-place.ts";
import { configsOfKinds, isGpu, withinMemory } from "./sweep-shares.ts";
import {
  askSlurm,
  expectSlurm,
  handOver,
  onSlurm,
  slurmOptions,
  taskShares,
} from "./sweep-slurm.ts";
import { countsText } from "./sweep-status.ts";

interface StartFlags extends PlaceFlags, WaitFlag {
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly seeds?: number;
  readonly set: readonly string[];
}

interface WaitFlag {
  /** Whether to see a sweep on Slurm through. */
  readonly wait?: boolean;
}

/** Expands a sweep's file, and trains its runs or tells what they would cost. */
export async function startSweep(file: string | undefined, flags: StartFlags): Promise<void> {
  const { dryRun, out, seeds, set, on = "local" } = flags;
  if (file === undefined) {
    throw new EvenkeelError(
      "USAGE",
      "sweep: must be given a sweep's file, a recipe with --seeds, or status, resume, cancel, collect, run",
      { advice: "docs/sweeps.md has an example." },
    );
  }
  checkWait(flags, on);
  const source = await readSweepFile(file);
  const expanded = await expandSweep(source, set, seeds);
  const budgetHours = source.description.budget.hours ?? null;
  const kinds = kindsOf(expanded.runs);
  if (on === "slurm") checkWaits(flags, expanded.halving !== null, budgetHours);
  const place = placeOf(flags, kinds, expanded.runs.length, source.description.slurm);
  const { slurm, jobs, threads } = place;
  const shared = { ...expanded, runs: withThreads(expanded.runs, threads) };
  if (dryRun) {
    const { tellSweep } = await import("./sweep-forecast.ts");
    return tellSweep(shared, { jobs, budgetHours });
  }
  if (on === "slurm") await expectSlurm();
  const text = source.text;
  const sweep = await createSweep({ expanded: shared, text, set, budgetHours, on, slurm, out });
  const { path, runs } = sweep;
  const how = on === "slurm" ? "on Slurm" : `${jobs} side by side`;
  console.error(`sweep ${showPath(path)}: ${countOf(runs.length, "run")}, ${how}`);
  const executor = place.executor(sweep);
  if (on === "local" || flags.wait) return seeThrough(sweep, runs, executor, budgetHours);
  await handOver(sweep, runs, executor);
  tellNext(path);
}

interface ResumeFlags extends PlaceFlags, WaitFlag {
  readonly where: readonly string[];
  readonly hours?: number;
  readonly retryFailed?: boolean;
  readonly retryCancelled?: boolean;
}

/** Goes on with the runs of a sweep that are not done. */
export async function resumeSweep(path: string, flags: ResumeFlags): Promise<void> {
  const { where, retryFailed, retryCancelled } = flags;
  const sweep = await openSweep(path);
  const { on = sweep.on } = flags;
  checkPlace({ ...flags, on });
  checkWait(flags, on);
  const tasks = await askSlurm(sweep);
  const statuses = withSlurm(await sweepStatus(sweep, selectRuns(sweep, where)), tasks);
  // what Slurm has is not given to it twice, nor begun here beside it
  const isHeld = (name: string) => (tasks.byRun.get(name)?.stage ?? "ended") !== "ended";
  const again = new Set<SweepState>(["queued", "stopped", "interrupted"]);
  if (retryFailed) again.add("failed");
  if (retryCancelled) again.add("cancelled");
  const left = statuses
    .filter(({ run, state }) => again.has(state) && !isHeld(run.name))
    .map(({ run }) => run);
  console.error(`sweep ${showPath(sweep.path)}: ${countsText(statuses)}`);
  if (left.length === 0) return tellOutcome(sweep);
  const budgetHours = flags.hours ?? sweep.budgetHours;
  // the threads are the config's, so that the numbers stay the same
  const configs = await configsOfKinds(sweep, left);
  if (on === "local") {
    const [{ threads, device }] = configs as [Config];
    const onGpu = isGpu(device);
    const { jobs } = withinMemory(configs, onGpu, flags.jobs, (bearable) => ({
      jobs: flags.jobs ?? Math.min(bearable, jobsOfThreads(left.length, onGpu, threads)),
    }));
    return seeThrough(sweep, left, localExecutor(jobs, evenkeelCommand()), budgetHours);
  }
  checkWaits(flags, sweep.halving !== null, budgetHours);
  await expectSlurm();
  const slurm = slurmOptions(sweep.slurm, flags.slurm);
  const executor = onSlurm(sweep, slurm, taskShares(slurm, configs));
  if (flags.wait) return seeThrough(sweep, left, executor, budgetHours);
  await handOver(sweep, left, executor);
  tellNext(sweep.path);
}

/** Refuses to wait for what is not elsewhere. */
function checkWait({ wait }: WaitFlag, on: "local" | "slurm"): void {
  if (on === "local" && wait) throw onSlurmOnly("--wait");
}

/** Refuses what somebody must decide while the runs go on, where nobody stays. */
function checkWaits({ wait }: WaitFlag, isHalved: boolean, budgetHours: number | null): void {
  if (wait || (!isHalved && budgetHours === null)) return;
  const what = isHalved ? "halving" : "budget.hours";
  throw new EvenkeelError(
    "USAGE",
    `${what}: on Slurm must have --wait, as a process decides which runs go on`,
    { advice: "Add --wait, in a session that lasts; Ctrl-C and sweep resume work there as well." },
  );
}

function tellNext(path: string): void {
  const shown = showPath(path);
  printNext([
    `evenkeel sweep status ${shown}`,
    `evenkeel sweep cancel ${shown}`,
    `evenkeel sweep collect ${shown}`,
  ]);
}
