/** Trains one run of a sweep: what its executors start, and what any other scheduler may. */

import { EvenkeelError } from "../errors.ts";
import { savedStep } from "../runs/folder/index.ts";
import { nearest } from "../suggest.ts";
import { beginningOf } from "../sweeps/execution/index.ts";
import { openSweep, readMarks, type Sweep, type SweepRun } from "../sweeps/folder/index.ts";
import { ownTask, requeue } from "../sweeps/slurm/index.ts";
import { trainNew, trainRunOn } from "./train-run.ts";
import type { Watched } from "./watch.ts";

interface TaskFlags {
  /** The step at which it pauses; default: its end. */
  readonly until?: number;
  /** How often it puts itself back into Slurm's queue before a time limit. */
  readonly requeues: number;
}

/** Begins a run or goes on with it; near the time limit of a Slurm job it saves and queues itself again. */
export async function runTask(
  path: string,
  name: string,
  { until, requeues }: TaskFlags,
): Promise<void> {
  const sweep = await openSweep(path);
  const run = runNamed(sweep, name);
  if ((await readMarks(sweep)).get(name)?.state === "cancelled") {
    return console.error(`${name}: cancelled, there is nothing to do`);
  }
  const task = ownTask();
  // whoever Slurm has queued again has lost its node, or has saved itself
  const takeOver = (task?.restarts ?? 0) > 0;
  const beginning = await beginningOf(sweep, run, until, takeOver);
  if (beginning === "done") return console.error(`${name}: done before, there is nothing to do`);
  const how = { until, report: false, mindsTimeLimit: task !== undefined };
  const folder = sweep.fileOf(run, "folder");
  const before = await savedStep(folder);
  const watched =
    beginning === "new"
      ? await trainNew({ start: sweep.fileOf(run, "config"), set: [] }, { ...how, out: folder })
      : await trainRunOn(folder, [], { ...how, takeOver });
  if (task === undefined || !isCutShort(watched)) return;
  const reached = watched.outcome?.counters.gStep ?? before;
  if (reached <= before) {
    return leave(name, `no step was done before the time limit came near; it needs a longer one`);
  }
  if (task.restarts >= requeues) {
    return leave(name, `it was queued again ${task.restarts} times, and is no more`);
  }
  console.error(`${name}: saved at step ${reached}; Slurm's ${task.id} goes back into the queue`);
  await requeue(task);
}

const isCutShort = ({ isWarned, outcome }: Watched) =>
  isWarned && (outcome === undefined || outcome.reason === "stopped");

function leave(name: string, why: string): void {
  console.error(`${name}: ${why}: evenkeel sweep resume goes on with it`);
  process.exitCode = 1;
}

function runNamed({ runs, path }: Sweep, name: string): SweepRun {
  const run = runs.find((one) => one.name === name);
  if (run !== undefined) return run;
  const near = nearest(
    name,
    runs.map((one) => one.name),
  );
  throw new EvenkeelError("USAGE", `sweep run: must be a run of ${path}, got ${name}`, {
    advice: near === undefined ? `evenkeel sweep status ${path}` : `Did you mean ${near}?`,
  });
}
