/** Training in a run folder, from the settings to the end of the run. */

export { healthContext } from "./course/health.ts";
export { openRunInstruments } from "./course/instruments.ts";
export {
  type ExperimentCallbacks,
  type ExperimentOutcome,
  resumeExperiment,
  type SeedTurn,
  trainExperiment,
} from "./experiment.ts";
export { measureIterations } from "./forecast/measure-iterations.ts";
export type { Forecast } from "./forecast/result.ts";
export type {
  Progress,
  Report,
  TrainingMessage,
  TrainingOutcome,
  TrainingRequest,
} from "./messages.ts";
export { planOfConfig } from "./plan/config-plan.ts";
export { type OwnRun, planOfModel } from "./plan/own-plan.ts";
export type { RunPlan } from "./plan/plan.ts";
export { estimateMemory } from "./preparation/memory-estimate.ts";
export { prepare } from "./preparation/prepare.ts";
export { type ResumeOptions, resumeRequest } from "./requests.ts";
export { runTraining, type Watching } from "./session.ts";
export type { Start } from "./start.ts";
export { FROM_RATES, type StartFrom, startingFromRun } from "./start-from.ts";
export type { Stop, StopReason } from "./stop.ts";
export { startTraining, type TrainingThread } from "./thread.ts";
export { type TrainRunOptions, trainRun } from "./train-run.ts";
export { progressOf, type RunView, sampleFiles, stepsOf, viewRun } from "./view/run-view.ts";
