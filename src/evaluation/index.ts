/** Evaluations: how good generated images are, under which protocol. */
export { type AnalysisOutcome, analyzeRun } from "./analyze-run.ts";
export { firstImages } from "./analyzed-images.ts";
export type { EvaluationProgress } from "./collect.ts";
export {
  type ComparedMetric,
  type ComparedPublication,
  type ComparedResult,
  compareEvaluations,
  type Difference,
} from "./compare.ts";
export { datasetSource } from "./image-source.ts";
export { mainMeasure, resultMode } from "./main-measure.ts";
export { appendEvaluations, type EvaluationRecord, readEvaluations } from "./record.ts";
export type { EvaluatedSubject, EvaluationOutcome } from "./request.ts";
export { startEvaluation } from "./thread.ts";
export {
  asMeasures,
  betterThanBest,
  dropLater,
  isEvaluated,
  trainingEvaluator,
} from "./training.ts";
