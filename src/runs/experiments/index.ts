/** Experiments: runs that differ in the seed alone. */
export { type Band, bandOf, measuresOf } from "./band.ts";
export { changedExperimentConfig } from "./change.ts";
export {
  createExperiment,
  discardExperiment,
  EXPERIMENT_FILES,
  type Experiment,
  experimentConfig,
  openExperiment,
  seedState,
  writeExperimentConfig,
} from "./experiment.ts";
export { type Summary, summarize } from "./summary.ts";
