/** Which tasks of Slurm the runs of a sweep are. */
import { EvenkeelError } from "../../errors.ts";
import type { Sweep } from "../folder/index.ts";
import { type SweepArray, sweepArrays } from "./arrays.ts";
import { type RunSlurm, runSlurm } from "./commands.ts";
import { type QueuedTask, readQueue } from "./queue.ts";

/** What Slurm knows of runs. */
export interface SlurmTasks {
  /** The task of the newest array that each run is in, as far as Slurm still knows it. */
  readonly byRun: ReadonlyMap<string, QueuedTask>;
  /** All runs that were ever handed over. */
  readonly submitted: ReadonlySet<string>;
}

/**
 * Asks Slurm for the tasks of a sweep's runs. Slurm forgets a task some minutes after it
 * has ended; only the files of a run say how it ended.
 *
 * @throws EvenkeelError `SLURM` if there is no `squeue` or it does not reach the controller.
 */
export async function slurmTasks(sweep: Sweep, run: RunSlurm = runSlurm): Promise<SlurmTasks> {
  const arrays = await sweepArrays(sweep);
  const queue = await readQueue(
    arrays.map(({ name }) => name),
    run,
  );
  return { byRun: newestTasks(arrays, queue), submitted: new Set(arrays.flatMap((a) => a.runs)) };
}

/** What Slurm knows of runs, or why it cannot be asked. */
export interface SlurmAnswer extends SlurmTasks {
  /** Set where Slurm cannot be asked; there are no tasks then. */
  readonly problem: string | undefined;
}

/** Asks Slurm as {@link slurmTasks} does; where it cannot be asked, the answer says why. */
export async function askSlurm(sweep: Sweep, run: RunSlurm = runSlurm): Promise<SlurmAnswer> {
  try {
    return { ...(await slurmTasks(sweep, run)), problem: undefined };
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.code !== "SLURM") throw error;
    return { byRun: new Map(), submitted: new Set(), problem: error.message };
  }
}

/** Whether Slurm has a run: it waits in the queue, or it runs. */
export function isHeld({ byRun }: SlurmTasks, name: string): boolean {
  return (byRun.get(name)?.stage ?? "ended") !== "ended";
}

/** The newest task of each run: of the last array that has it. */
export function newestTasks(
  arrays: readonly SweepArray[],
  queue: readonly QueuedTask[],
): ReadonlyMap<string, QueuedTask> {
  const known = new Map(queue.map((task) => [`${task.array} ${task.index}`, task]));
  const newest = new Map<string, QueuedTask>();
  for (const { name, runs } of arrays) {
    for (const [i, run] of runs.entries()) {
      const task = known.get(`${name} ${i + 1}`);
      if (task === undefined) newest.delete(run);
      else newest.set(run, task);
    }
  }
  return newest;
}
