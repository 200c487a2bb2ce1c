/** The states of runs, combined with what Slurm says of them. */
import type { RunStatus, SweepState } from "../folder/index.ts";
import type { QueuedTask } from "./queue.ts";
import type { SlurmTasks } from "./tasks.ts";

const OPEN: readonly SweepState[] = ["queued", "stopped", "interrupted"];

/**
 * Statuses from the runs' own files, combined with Slurm's for runs that are neither done nor running:
 * which wait in its queue and why, which it has just started, and which it no longer has.
 */
export function withSlurm(
  statuses: readonly RunStatus[],
  { byRun, submitted }: SlurmTasks,
): readonly RunStatus[] {
  return statuses.map((status) => {
    if (!OPEN.includes(status.state) || !submitted.has(status.run.name)) return status;
    const task = byRun.get(status.run.name);
    if (task?.stage === "waiting") return { ...status, state: "queued", reason: waits(task) };
    if (task?.stage === "running") {
      return { ...status, state: "running", reason: `Slurm's ${task.id} on ${task.nodes} begins` };
    }
    if (status.state === "stopped") return status;
    const gone =
      task === undefined
        ? "Slurm has no job for it"
        : `Slurm's ${task.id} ended: ${[task.state, task.reason].filter(Boolean).join(", ")}`;
    return { ...status, reason: [status.reason, gone].filter(Boolean).join("; ") };
  });
}

function waits({ id, reason }: QueuedTask): string {
  return [`Slurm's ${id} waits`, reason].filter(Boolean).join(": ");
}
