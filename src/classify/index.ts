/**
 * Image classifiers, to try normalizations, initializers and reparametrizations on.
 *
 * @example
 * const { result } = await trainRun(
 *   { data: { name: "shapes" }, settings: { normalization: { name: "group-norm" } } },
 *   { engine: nodeEngine({ device: "cpu" }), out: "runs/group-norm" },
 * );
 * console.log(result?.heldOut.accuracy);
 */
export {
  type ClassifierMeasures,
  type ClassMeasures,
  logitsOf,
  measuresOf,
  spreadPlaces,
} from "./measures/index.ts";
export {
  type ClassifierDefinition,
  type ClassifierModel,
  type ClassifierTensors,
  createClassifier,
  initialTensors,
  parameterCount,
} from "./model/index.ts";
export { classifierPage, writeReport } from "./report/index.ts";
export * from "./run/index.ts";
export {
  assembleClassifier,
  assembleTraining,
  type ClassifierSettings,
  type ClassifierSettingsInput,
  classifierSettings,
  classifierSettingsSchema,
} from "./settings/index.ts";
export {
  type ClassifierTraining,
  type StepTaken,
  type TrainingState,
  trainClassifier,
} from "./training/index.ts";
