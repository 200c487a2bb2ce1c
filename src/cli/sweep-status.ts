/** Tells where the runs of a sweep stand. */
import { EvenkeelError } from "../errors.ts";
import {
  openSweep,
  type RunStatus,
  type Sweep,
  type SweepRun,
  selectRuns,
  sweepRungs,
  sweepStates,
  sweepStatus,
} from "../sweeps/folder/index.ts";
import { withSlurm } from "../sweeps/slurm/index.ts";
import { countOf, formatSeconds } from "../text.ts";
import { table } from "./format.ts";
import { showPath } from "./run-outcome.ts";
import { rungLines } from "./sweep-rungs.ts";
import { askSlurm } from "./sweep-slurm.ts";

/** Runs of one state that are shown one by one; the rest is counted. */
const MOST_SHOWN = 20;

/** Seconds between two looks. */
const LOOK_EVERY = 5;

interface StatusFlags {
  readonly where: readonly string[];
  readonly json?: boolean;
  readonly watch?: boolean;
}

/** Prints where runs stand; with `watch` again and again, on a terminal in place of the last time. */
export async function tellStatus(path: string, { where, json, watch }: StatusFlags): Promise<void> {
  if (json && watch) {
    throw new EvenkeelError("USAGE", "sweep status: --watch must stand without --json", {
      advice: "Call it again to look again.",
    });
  }
  const sweep = await openSweep(path);
  const runs = selectRuns(sweep, where);
  if (json) {
    const { statuses, rungs } = await look(sweep, runs);
    const told = statuses.map(({ run, ...status }) => ({ ...run, ...status }));
    const { name } = sweep;
    console.log(
      JSON.stringify({ name, counts: countsByState(statuses), runs: told, rungs }, null, 2),
    );
    return;
  }
  for (;;) {
    const { statuses, rungs, isMoving } = await look(sweep, runs);
    const lines = [
      `sweep ${showPath(sweep.path)}: ${countsText(statuses)}`,
      ...statusLines(statuses),
      ...rungLines(sweep, rungs),
    ];
    if (watch && process.stdout.isTTY) process.stdout.write("\x1b[2J\x1b[H");
    console.log(lines.join("\n"));
    if (!watch || !isMoving) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY * 1000));
  }
}

/** Where runs stand now, and whether that will change by itself. */
async function look(sweep: Sweep, runs: readonly SweepRun[]) {
  const tasks = await askSlurm(sweep);
  const statuses = withSlurm(await sweepStatus(sweep, runs), tasks);
  const isHeld = ({ run }: RunStatus) => (tasks.byRun.get(run.name)?.stage ?? "ended") !== "ended";
  const isMoving = statuses.some((status) => status.state === "running" || isHeld(status));
  return { statuses, rungs: await sweepRungs(sweep), isMoving };
}

/** A line a run; states with many runs are cut short. */
export function statusLines(statuses: readonly RunStatus[]): string[] {
  const rows = sweepStates.flatMap((state) => {
    const some = statuses.filter((status) => status.state === state);
    const rest = some.length - MOST_SHOWN;
    return [
      ...some.slice(0, MOST_SHOWN).map(statusCells),
      ...(rest > 0 ? [[`  … ${rest} more`, state, "", ""]] : []),
    ];
  });
  return table(rows, 80);
}

/** `12 runs: 3 done, 2 running, 7 queued` */
export function countsText(statuses: readonly RunStatus[]): string {
  const counts = Object.entries(countsByState(statuses)).filter(([, count]) => count > 0);
  const parts = counts.map(([state, count]) => `${count} ${state}`);
  return [countOf(statuses.length, "run"), parts.join(", ")].filter(Boolean).join(": ");
}

function countsByState(statuses: readonly RunStatus[]): Record<string, number> {
  return Object.fromEntries(
    sweepStates.map((state) => [state, statuses.filter((one) => one.state === state).length]),
  );
}

function statusCells({ run, state, gStep, secondsLeft, reason }: RunStatus): string[] {
  const left = secondsLeft === null ? "" : `${formatSeconds(secondsLeft)} left`;
  const step = state === "queued" ? "" : `step ${gStep}/${run.steps}`;
  const why = state === "done" ? "" : [left, reason].filter(Boolean).join(", ");
  return [`  ${run.name}`, state, step, why];
}
