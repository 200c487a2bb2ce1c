/** The results of evaluations: recording, reading and comparing them. */
export {
  type ComparedMetric,
  type ComparedPublication,
  compareRecords,
  type Difference,
} from "./compare.ts";
export { isBetter, mainMeasure, resultMode } from "./main-measure.ts";
export { type DrawnPicture, newestPictures, type SavedPicture, savePictures } from "./pictures.ts";
export {
  appendEvaluations,
  dropLater,
  type EvaluationRecord,
  protocolHash,
  readEvaluations,
} from "./record.ts";
export { resultSentences } from "./sentences.ts";
export { compareEvaluations, recipeIn } from "./sources.ts";
