/** Carrying out the runs of a sweep on this machine. */
export { type CompletedSweep, completeSweep, type SweepPlace } from "./complete.ts";
export { driveSweep, type SweepEvent } from "./drive.ts";
export { beginningOf, jobsOf } from "./jobs.ts";
export { localExecutor } from "./local.ts";
export { jobsOfThreads, localShares, memoryShares, withThreads } from "./shares.ts";
