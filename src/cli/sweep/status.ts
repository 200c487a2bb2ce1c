/** Prints where the runs of a sweep stand. */
import { EvenkeelError } from "../../errors.ts";
import { countsByState, sweepOverview } from "../../sweeps/execution/index.ts";
import {
  openSweep,
  type RunStatus,
  type Sweep,
  type SweepRun,
  selectRuns,
  sweepStates,
} from "../../sweeps/folder/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { table } from "../../terminal/table.ts";
import { clearTerminal, oneLine, printJson, printLines, WIDTH } from "../../terminal/terminal.ts";
import { countOf, formatSeconds } from "../../text.ts";
import { warnOfSlurm } from "../shared/place.ts";
import { rungLines } from "../shared/rungs.ts";
import { searchLines } from "../shared/search.ts";

/** Runs of one state that are shown; the rest is counted. */
const MOST_SHOWN = 20;

/** Seconds between two looks. */
const LOOK_EVERY = 5;

/** Options of `sweep status`. */
export interface StatusFlags {
  readonly where: readonly string[];
  readonly json?: boolean;
  readonly watch?: boolean;
}

/** Prints where runs stand; with `watch` repeatedly, on a terminal in place of the last output. */
export async function printStatus(
  path: string,
  { where, json, watch }: StatusFlags,
): Promise<void> {
  if (json && watch) {
    throw new EvenkeelError("USAGE", "sweep status: --watch must not be used with --json", {
      advice: "Run the command again to see the new state.",
    });
  }
  const sweep = await openSweep(path);
  const runs = selectRuns(sweep, where);
  if (json) return answerInJson(sweep, runs);
  for (;;) {
    const { statuses, rungs, search, isMoving, slurm } = await sweepOverview(sweep, runs);
    warnOfSlurm(slurm.problem);
    const lines = [
      `sweep ${showPath(sweep.path)}: ${countsText(statuses)}`,
      ...statusLines(statuses),
      ...rungLines(sweep, rungs),
      ...searchLines(sweep, search),
    ];
    if (watch) clearTerminal();
    printLines(lines);
    if (!watch || !isMoving) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY * 1000));
  }
}

async function answerInJson(sweep: Sweep, runs: readonly SweepRun[]): Promise<void> {
  const { statuses, counts, rungs, search, slurm } = await sweepOverview(sweep, runs);
  warnOfSlurm(slurm.problem);
  const states = statuses.map(({ run, ...status }) => ({ ...run, ...status }));
  printJson({ name: sweep.name, counts, runs: states, rungs, search });
}

/** One line per run; of states with many runs only some are shown. */
export function statusLines(statuses: readonly RunStatus[]): string[] {
  const rows = sweepStates.flatMap((state) => {
    const some = statuses.filter((status) => status.state === state);
    const rest = some.length - MOST_SHOWN;
    return [
      ...some.slice(0, MOST_SHOWN).map(statusCells),
      ...(rest > 0 ? [[`  … ${rest} more`, state, "", ""]] : []),
    ];
  });
  return table(rows, WIDTH);
}

/** `12 runs: 3 done, 2 running, 7 queued` */
export function countsText(statuses: readonly RunStatus[]): string {
  const counts = Object.entries(countsByState(statuses)).filter(([, count]) => count > 0);
  const parts = counts.map(([state, count]) => `${count} ${state}`);
  return [countOf(statuses.length, "run"), parts.join(", ")].filter(Boolean).join(": ");
}

function statusCells({ run, state, gStep, secondsLeft, reason }: RunStatus): string[] {
  const left = secondsLeft === null ? "" : `${formatSeconds(secondsLeft)} left`;
  const step = state === "queued" ? "" : `step ${gStep}/${run.steps}`;
  const why = state === "done" ? "" : [left, oneLine(reason ?? "")].filter(Boolean).join(", ");
  return [`  ${run.name}`, state, step, why];
}
