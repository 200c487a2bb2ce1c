/** Classifiers in folders: trained, gone on with, and measured. */
export { type DataDescription, namedSet } from "./data.ts";
export { type ClassifierEvaluation, type EvaluationAnswer, evaluateRun } from "./evaluate-run.ts";
export {
  CLASSIFIER_FOLDER,
  type ClassifierExperiment,
  type ClassifierResult,
  classifierFiles,
  readCourse,
  readExperiment,
  readResult,
} from "./folder.ts";
export type { ClassifierProgress } from "./lesson.ts";
export {
  type ClassifierOutcome,
  type ClassifierRequest,
  type ClassifierRun,
  trainRun,
} from "./train-run.ts";
