/** Evaluations: what runs, folders of images and exported generators score, under which protocol. */
export {
  type ComparedMetric,
  type ComparedPublication,
  type ComparedResult,
  compareEvaluations,
  type Difference,
  resultDifferences,
} from "./compare.ts";
export { type MainMeasure, mainMeasure, resultMode } from "./main-measure.ts";
export {
  appendEvaluations,
  type EvaluationRecord,
  protocolHash,
  readEvaluations,
} from "./record.ts";
export type {
  EvaluatedSubject,
  EvaluationMessage,
  EvaluationOutcome,
  EvaluationRequest,
} from "./request.ts";
export { runEvaluation } from "./session.ts";
export { startEvaluation } from "./thread.ts";
