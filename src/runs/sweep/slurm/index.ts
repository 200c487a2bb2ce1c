/** Sweeps on a Slurm cluster. */
export { type RunSlurm, runSlurm } from "./commands.ts";
export { cancelTasks, type SlurmJobs, slurmExecutor } from "./executor.ts";
export { parseSlurmOptions, type SlurmInput, type SlurmOptions, slurmSchema } from "./options.ts";
export type { QueuedTask } from "./queue.ts";
export { withSlurm } from "./standing.ts";
export { type OwnTask, ownTask, requeue } from "./task.ts";
export { type SlurmTasks, slurmTasks } from "./tasks.ts";
