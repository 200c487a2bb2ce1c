/** The results of evaluations: recorded, read, compared. */
export {
  type ComparedMetric,
  type ComparedPublication,
  compareEvaluations,
  type Difference,
} from "./compare.ts";
export { isBetter, mainMeasure, resultMode } from "./main-measure.ts";
export {
  appendEvaluations,
  dropLater,
  type EvaluationRecord,
  protocolHash,
  readEvaluations,
} from "./record.ts";
