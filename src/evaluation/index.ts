/** Evaluations: how good generated images are, under which protocol. */
export { type AnalysisOutcome, analyzeRun } from "./analyze-run.ts";
export { firstImages } from "./analyzed-images.ts";
export type { EvaluationCallbacks, EvaluationProgress } from "./collect.ts";
export {
  type ComparedMetric,
  type ComparedPublication,
  type ComparedResult,
  compareEvaluations,
  type Difference,
} from "./compare.ts";
export { configuredProtocol, defaultProtocol } from "./defaults.ts";
export { evaluate } from "./evaluate.ts";
export { evaluateModel, type ModelEvaluation } from "./evaluate-model.ts";
export { openExtractor } from "./extractors.ts";
export { datasetSource } from "./image-source.ts";
export { mainMeasure, resultMode } from "./main-measure.ts";
export {
  appendEvaluations,
  dropLater,
  type EvaluationRecord,
  protocolHash,
  readEvaluations,
} from "./record.ts";
export {
  imagesReference,
  type RealFeatures,
  type ReferenceData,
  referenceData,
} from "./reference.ts";
export { referenceCache } from "./reference-cache.ts";
export type { EvaluatedSubject, EvaluationOutcome } from "./request.ts";
export { generatorSubject } from "./subject.ts";
export { startEvaluation } from "./thread.ts";
