/** Run folders, checkpoints and configs: what a training run leaves behind and goes on from. */

export { type AnalysisOutcome, type AnalysisRequest, analyzeRun } from "./analyze-run.ts";
export { assembleModel, expectedArchitecture, updatesOf } from "./assemble.ts";
export { asAttempt, type LiveAttempt, liveAttempt } from "./attempts.ts";
export { type Band, bandOf } from "./band.ts";
export { checkArchitecture, type ExpectedArchitecture } from "./checkpoint-architecture.ts";
export { type CheckpointEntry, cleanCheckpoints, listCheckpoints } from "./checkpoint-files.ts";
export {
  CHECKPOINT_FORMAT_VERSION,
  type CheckpointState,
  type Json,
} from "./checkpoint-state.ts";
export {
  type Checkpoint,
  type CheckpointContent,
  checkpointAt,
  type NewestCheckpoint,
  newestSoundCheckpoint,
  readCheckpoint,
  writeCheckpoint,
} from "./checkpoints.ts";
export { loadConfig, readResolvedConfig, stringifyConfig } from "./config/load.ts";
export { type Recipe, recipes } from "./config/recipes.ts";
export { type Config, configSchema } from "./config/schema.ts";
export { nearest } from "./config/suggest.ts";
export { diskError, onDisk } from "./disk-error.ts";
export { drawImages, interpolationNoise, sampleNoise } from "./draw.ts";
export {
  appendEvaluations,
  type ComparedMetric,
  type ComparedPublication,
  type ComparedResult,
  compareEvaluations,
  type Difference,
  type EvaluatedSubject,
  type EvaluationMessage,
  type EvaluationOutcome,
  type EvaluationRecord,
  type EvaluationRequest,
  type MainMeasure,
  mainMeasure,
  protocolHash,
  readEvaluations,
  resultMode,
  runEvaluation,
  startEvaluation,
} from "./evaluation/index.ts";
export { type EventFile, openEventFile } from "./event-file.ts";
export {
  createExperiment,
  discardExperiment,
  type Experiment,
  experimentConfig,
  openExperiment,
  seedState,
  writeExperimentConfig,
} from "./experiment.ts";
export { changedExperimentConfig } from "./experiment-change.ts";
export { type LeftOut, type Summary, summarize } from "./experiment-summary.ts";
export {
  computeEffective,
  type ExportFormat,
  type ExportPart,
  exportRun,
} from "./export-run.ts";
export { createFolders, isFolder, readTextIfPresent, writeFileAtomically } from "./files.ts";
export { clearUnstarted, createNumberedFolder } from "./folder-claim.ts";
export { type Forecast, forecastRun } from "./forecast.ts";
export { type Health, type HealthSection, healthSection, openHealth } from "./health.ts";
export { type ImageBatch, type ImageGrid, type ImageGridOptions, imageGrid } from "./image-grid.ts";
export {
  type Cut,
  type JsonLine,
  type JsonLinesWriter,
  openJsonLines,
  readJsonLines,
} from "./json-lines.ts";
export { imagePainter, pointPainter } from "./picture.ts";
export { toPixels } from "./pixels.ts";
export { versions } from "./provenance.ts";
export { type FolderRequest, openRequestFolder } from "./request-folder.ts";
export {
  beginAttempt,
  createRunFolder,
  type NewRun,
  openRunFolder,
  type RunFolder,
} from "./run-folder.ts";
export type { RunCounters, RunInfo } from "./run-info.ts";
export { type RunState, runState } from "./run-state.ts";
export { SAMPLED_POINTS, type SampleInputs, sampleLabels } from "./sample-inputs.ts";
export * from "./sweep/index.ts";
export { type CheckpointChoice, openTrained, type Trained } from "./trained.ts";
export type {
  Progress,
  TrainingMessage,
  TrainingOutcome,
  TrainingRequest,
} from "./training-messages.ts";
export { runTraining } from "./training-session.ts";
export { startTraining, type TrainingThread } from "./training-thread.ts";
