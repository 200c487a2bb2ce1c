/** Sees runs of a sweep through, and tells how it went. */

import { driveSweep } from "../sweeps/execution/index.ts";
import type { Executor } from "../sweeps/executor.ts";
import { type RunStatus, type Sweep, type SweepRun, sweepStatus } from "../sweeps/folder/index.ts";
import { withSlurm } from "../sweeps/slurm/index.ts";
import { printNext, showPath } from "./run-outcome.ts";
import { abortOnSignals, exitCodes } from "./signals.ts";
import { createSweepDisplay } from "./sweep-display.ts";
import { askSlurm } from "./sweep-slurm.ts";
import { countsText, statusLines } from "./sweep-status.ts";

/** Runs what is left until it has ended; Ctrl-C saves and stops all. */
export async function seeThrough(
  sweep: Sweep,
  runs: readonly SweepRun[],
  executor: Executor,
  budgetHours: number | null,
): Promise<void> {
  const total = sweep.runs.length;
  const display = createSweepDisplay(total, total - runs.length);
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  const onEvent = display.show;
  try {
    await driveSweep(sweep, { runs, executor, budgetHours, signal: stop.signal, onEvent });
  } finally {
    signals.remove();
    display.close();
  }
  await tellOutcome(sweep);
  const signal = signals.received();
  if (signal !== undefined) process.exitCode = exitCodes[signal];
}

/** Prints where a sweep stands and what may come next; runs that failed make the exit code 1. */
export async function tellOutcome(sweep: Sweep): Promise<void> {
  const statuses = withSlurm(await sweepStatus(sweep), await askSlurm(sweep));
  const path = showPath(sweep.path);
  const failed = statuses.filter(({ state }) => state === "failed");
  console.log(`sweep ${path}: ${countsText(statuses)}`);
  for (const line of statusLines(failed)) console.log(line);
  if (failed.length > 0) process.exitCode = 1;
  printNext([
    ...(statuses.some(isOpen) ? [`evenkeel sweep resume ${path}`] : []),
    ...(failed.length > 0 ? [`evenkeel sweep resume ${path} --retry-failed`] : []),
    `evenkeel sweep collect ${path}`,
    `evenkeel report ${path}`,
  ]);
}

const isOpen = ({ state }: RunStatus) =>
  state === "queued" || state === "stopped" || state === "interrupted";
