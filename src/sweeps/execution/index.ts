/** Carrying out sweeps: forecast, driven, handed over, watched, resumed, cancelled. */
export { type CancelledSweep, cancelSweep } from "./cancel.ts";
export { type CompletedSweep, completeSweep, type SweepPart } from "./complete.ts";
export { type Driving, driveSweep, type SweepEvent } from "./drive.ts";
export { forecastSweep, type SweepForecast } from "./forecast.ts";
export { handOver } from "./hand-over.ts";
export { beginningOf, jobsOf } from "./jobs.ts";
export {
  countsByState,
  type Overview,
  type Standing,
  sweepOverview,
  sweepStanding,
} from "./overview.ts";
export { type Left, type Retries, runsLeft } from "./resume.ts";
export { isRoundDue, nextRound, roundOf } from "./rounds.ts";
export { runNamed, runTask, type TaskResult, type TrainedPart } from "./task.ts";
