/** Experiments: runs of one config that differ only in the seed. */
export { type Band, bandOf, measuresOf } from "./band.ts";
export { changedExperimentConfig } from "./change.ts";
export {
  createExperiment,
  discardExperiment,
  EXPERIMENT_FILES,
  EXPERIMENT_FOLDER,
  type Experiment,
  experimentConfig,
  openExperiment,
  seedState,
  writeExperimentConfig,
} from "./experiment.ts";
export { type Summary, summarize } from "./summary.ts";
