/** The results of evaluations: recorded, read, compared. */
export {
  type ComparedMetric,
  type ComparedPublication,
  compareRecords,
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
export { compareEvaluations, recipeIn } from "./sources.ts";
