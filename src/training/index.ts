/** Training in a run folder, from settings to its end. */
export { planOfConfig } from "./config-plan.ts";
export {
  type ExperimentCallbacks,
  type ExperimentOutcome,
  resumeExperiment,
  type SeedTurn,
  trainExperiment,
} from "./experiment.ts";
export type { Forecast } from "./forecast-result.ts";
export { healthSection, openHealth } from "./health.ts";
export { openRunInstruments } from "./instruments.ts";
export type {
  Progress,
  Report,
  TrainingMessage,
  TrainingOutcome,
  TrainingRequest,
} from "./messages.ts";
export { type OwnRun, planOfModel } from "./own-plan.ts";
export type { RunPlan } from "./plan.ts";
export { prepare } from "./prepare.ts";
export { type ResumeOptions, resumeRequest } from "./requests.ts";
export { runTraining, type Watching } from "./session.ts";
export type { Start } from "./start.ts";
export type { Stop, StopReason } from "./stop.ts";
export { startTraining, type TrainingThread } from "./thread.ts";
export { type TrainRunOptions, trainRun } from "./train-run.ts";
