/** Cancels runs of a sweep wherever they are. */
import { type Cancelled, cancelRuns, type Sweep, type SweepRun } from "../folder/index.ts";
import { askSlurm, cancelTasks } from "../slurm/index.ts";

/** What was cancelled. */
export interface CancelledSweep {
  /** How many runs were cancelled: all that had not ended. */
  readonly cancelled: number;
  /** How many of them were being trained, and save and stop within seconds. */
  readonly saving: number;
  /** Those that continue, as they run on a machine that cannot be reached from here. */
  readonly outOfReach: Cancelled["outOfReach"];
  /** Why Slurm cannot be asked; `undefined` where it can. */
  readonly problem: string | undefined;
}

/**
 * Cancels runs: those that wait are dropped, those that are trained save and stop.
 *
 * @throws EvenkeelError `SLURM` if Slurm refuses to cancel tasks that it has.
 */
export async function cancelSweep(
  sweep: Sweep,
  runs: readonly SweepRun[],
): Promise<CancelledSweep> {
  // marks first: a task that begins in the meantime reads its mark
  const { marked, stopping, outOfReach } = await cancelRuns(sweep, runs);
  const { byRun, problem } = await askSlurm(sweep);
  await cancelTasks(marked.flatMap(({ name }) => byRun.get(name) ?? []));
  const isReached = (name: string) => byRun.get(name)?.stage === "running";
  const saving = [...stopping, ...marked.filter(({ name }) => isReached(name))];
  return {
    cancelled: marked.length,
    saving: new Set(saving.map(({ name }) => name)).size,
    outOfReach: outOfReach.filter(({ run }) => !isReached(run.name)),
    problem,
  };
}
