/** Sweeps on a Slurm cluster. */
export { expectSlurm, runSlurm } from "./commands.ts";
export { cancelTasks, slurmExecutor } from "./executor.ts";
export { withSlurm } from "./standing.ts";
export { type OwnTask, ownTask, requeue } from "./task.ts";
export { askSlurm, isHeld, type SlurmAnswer, type SlurmTasks, slurmTasks } from "./tasks.ts";
