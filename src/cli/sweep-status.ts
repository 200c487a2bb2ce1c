/** Tells where the runs of a sweep stand. */
import {
  openSweep,
  type RunStatus,
  selectRuns,
  sweepRungs,
  sweepStates,
  sweepStatus,
  withSlurm,
} from "../runs/index.ts";
import { formatSeconds, table } from "./format.ts";
import { showPath } from "./run-outcome.ts";
import { rungLines } from "./sweep-rungs.ts";
import { askSlurm } from "./sweep-slurm.ts";

/** Runs of one state that are shown one by one; the rest is counted. */
const MOST_SHOWN = 20;

/** Prints where runs stand. */
export async function tellStatus(
  path: string,
  { where, json }: { readonly where: readonly string[]; readonly json?: boolean },
): Promise<void> {
  const sweep = await openSweep(path);
  const own = await sweepStatus(sweep, selectRuns(sweep, where));
  const statuses = withSlurm(own, await askSlurm(sweep));
  const rungs = await sweepRungs(sweep);
  if (json) {
    const { name } = sweep;
    const runs = statuses.map(({ run, ...status }) => ({ ...run, ...status }));
    console.log(JSON.stringify({ name, counts: countsOf(statuses), runs, rungs }, null, 2));
    return;
  }
  console.log(`sweep ${showPath(sweep.path)}: ${countsText(statuses)}`);
  for (const line of statusLines(statuses)) console.log(line);
  for (const line of rungLines(sweep, rungs)) console.log(line);
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
  const counts = Object.entries(countsOf(statuses)).filter(([, count]) => count > 0);
  const parts = counts.map(([state, count]) => `${count} ${state}`);
  return [`${statuses.length} runs`, parts.join(", ")].filter(Boolean).join(": ");
}

function countsOf(statuses: readonly RunStatus[]): Record<string, number> {
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
