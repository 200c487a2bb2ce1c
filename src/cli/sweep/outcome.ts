/** Trains runs of a sweep with a display, and prints the outcome. */
import { type Driving, driveSweep, sweepStanding } from "../../sweeps/execution/index.ts";
import type { Executor } from "../../sweeps/executor.ts";
import {
  openSweep,
  type RunStatus,
  type Sweep,
  type SweepRun,
  searchGroups,
} from "../../sweeps/folder/index.ts";
import { printNext, showPath } from "../../terminal/paths.ts";
import { abortOnSignals, exitCodes } from "../../terminal/signals.ts";
import { print, printLines } from "../../terminal/terminal.ts";
import { shell } from "../../text.ts";
import { warnOfSlurm } from "../shared/place.ts";
import { searchLines } from "../shared/search.ts";
import { createSweepDisplay } from "../shared/sweep-display.ts";
import { countsText, statusLines } from "./status.ts";

/** Trains runs until they have ended; Ctrl-C saves and stops all. */
export async function seeThrough(
  sweep: Sweep,
  runs: readonly SweepRun[],
  executor: Executor,
  how: Pick<Driving, "budgetHours" | "acceptOtherData">,
): Promise<void> {
  const total = sweep.runs.length;
  const display = createSweepDisplay(total, total - runs.length);
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  const onEvent = display.show;
  try {
    await driveSweep(sweep, { runs, executor, ...how, signal: stop.signal, onEvent });
  } finally {
    signals.remove();
    display.close();
  }
  // a search has added rounds
  await printOutcome(await openSweep(sweep.path));
  const signal = signals.received();
  if (signal !== undefined) process.exitCode = exitCodes[signal];
}

/** Prints where a sweep stands and what may come next; runs that failed make the exit code 1. */
export async function printOutcome(sweep: Sweep): Promise<void> {
  const { statuses, slurm } = await sweepStanding(sweep);
  warnOfSlurm(slurm.problem);
  const path = showPath(sweep.path);
  const failed = statuses.filter(({ state }) => state === "failed");
  print(`sweep ${path}: ${countsText(statuses)}`);
  printLines(statusLines(failed));
  printLines(searchLines(sweep, await searchGroups(sweep)));
  if (failed.length > 0) process.exitCode = 1;
  printNext([
    ...(statuses.some(isOpen) ? [shell`evenkeel sweep resume ${path}`] : []),
    ...(failed.length > 0 ? [shell`evenkeel sweep resume ${path} --retry-failed`] : []),
    shell`evenkeel sweep collect ${path}`,
    shell`evenkeel report ${path}`,
  ]);
}

const isOpen = ({ state }: RunStatus) =>
  state === "queued" || state === "stopped" || state === "interrupted";
