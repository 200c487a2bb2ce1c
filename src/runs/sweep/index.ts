/** Sweeps: many runs from one description, on this machine or a cluster, resumable, collected into one table. */
export { type Cancelled, cancelRuns } from "./cancel.ts";
export { collectSweep, type SeedValue, type SweepResult, type SweepResults } from "./collect.ts";
export { type CompletedSweep, completeSweep, type SweepPart, type SweepPlace } from "./complete.ts";
export { type CostClass, costClasses } from "./cost.ts";
export { csvText } from "./csv.ts";
export { parseSweep, readSweepFile, type SweepFile } from "./describe.ts";
export { type Driving, driveSweep, type SweepEvent } from "./drive.ts";
export { type ExpandedRun, type ExpandedSweep, expandSweep, runsOfPoints } from "./expand.ts";
export {
  createSweep,
  type NewSweep,
  openSweep,
  readMarks,
  removeMark,
  type Sweep,
  type SweepRun,
  selectRuns,
  writeMark,
} from "./folder.ts";
export {
  type Contender,
  type Halving,
  halvedCost,
  halvingStandings,
  type Rung,
  rungsOf,
  survivors,
} from "./halving.ts";
export { beginningOf, jobsOf, type LeftAlone } from "./jobs.ts";
export { localExecutor } from "./local.ts";
export { labelOf, pointText, runNameOf, valueText } from "./naming.ts";
export type { Point } from "./points.ts";
export { type SweepDescription, sweepSchema } from "./schema.ts";
export {
  jobsOfThreads,
  localShares,
  type MemoryShares,
  memoryShares,
  type Shares,
  withThreads,
} from "./shares.ts";
export * from "./slurm/index.ts";
export { type RunStatus, type SweepState, sweepRungs, sweepStates, sweepStatus } from "./status.ts";
export type { Executor, Job, JobState } from "./types.ts";
