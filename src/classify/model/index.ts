/** A classifier: what it holds, and its training step as a program. */
export {
  besideName,
  type ClassifierDefinition,
  type ClassifierModel,
  type ClassifierTensors,
  createClassifier,
  type ImageShape,
  initialTensors,
  parameterCount,
} from "./model.ts";
export { type ClassifierUpdate, classifierProgram, classifierStep } from "./step.ts";
