/** A run that is a task of Slurm: what it knows of itself, and how it goes back into the queue. */
import { type RunSlurm, runSlurm } from "./commands.ts";

/** The task that a process is. */
export interface OwnTask {
  /** What Slurm calls it: `12_3`, or `12` outside an array. */
  readonly id: string;
  /** How often it was queued again, for a time limit or since its node failed. */
  readonly restarts: number;
}

/** The task that this process is; `undefined` outside Slurm. */
export function ownTask(env: NodeJS.ProcessEnv = process.env): OwnTask | undefined {
  const { SLURM_JOB_ID, SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID, SLURM_RESTART_COUNT } = env;
  if (SLURM_JOB_ID === undefined) return undefined;
  // never an array's SLURM_JOB_ID: its last task has the number of the whole array
  const id =
    SLURM_ARRAY_JOB_ID === undefined
      ? SLURM_JOB_ID
      : `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}`;
  return { id, restarts: Number(SLURM_RESTART_COUNT ?? 0) };
}

/**
 * Puts a task back into the queue; Slurm then ends its processes.
 *
 * @throws EvenkeelError `SLURM` where the cluster does not allow it.
 */
export async function requeue({ id }: OwnTask, run: RunSlurm = runSlurm): Promise<void> {
  await run("scontrol", ["requeue", id]);
}
