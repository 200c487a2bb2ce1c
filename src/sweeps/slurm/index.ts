/** Sweeps on a Slurm cluster. */
export { runSlurm } from "./commands.ts";
export { cancelTasks, slurmExecutor } from "./executor.ts";
export { withSlurm } from "./standing.ts";
export { ownTask, requeue } from "./task.ts";
export { type SlurmTasks, slurmTasks } from "./tasks.ts";
