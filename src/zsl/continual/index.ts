/**
 * Continual zero-shot learning: the classes of a set in tasks, one after the other, measured after each on the classes
 * so far and on those that are still unseen.
 *
 * @see Skorokhodov & Elhoseiny 2021, "Class normalization for (continual)? generalized zero-shot learning".
 */
export { type LabelledData, labelledData } from "../data/labelled.ts";
export {
  type ContinualProgress,
  type ContinualResult,
  continualMeasureNames,
  runContinual,
} from "./experiment.ts";
export {
  type ContinualMeasures,
  continualMeasures,
  type TaskMeasures,
  taskMeasures,
} from "./measures.ts";
export type { ContinualMethod, Importance, MethodOptions, Projection } from "./method.ts";
export {
  type ContinualName,
  continualMethod,
  continualMethods,
  continualNames,
} from "./registry.ts";
export { type ContinualAnswer, type ContinualRequest, continualZeroShot } from "./request.ts";
export {
  CONTINUAL_SCALE,
  type ContinualSettings,
  continualTraining,
  type MethodSettings,
  methodSettings,
} from "./settings.ts";
export { drawTasks } from "./tasks.ts";
export {
  type ContinualEpoch,
  type ContinualState,
  type ContinualTrainingOptions,
  type ImportanceProgress,
  trainContinual,
} from "./train.ts";
