/** Small classifiers trained by this project's own graph, as sources of features. */
export { exportClassifier, withHalfWeights } from "./export.ts";
export { classifierExtractor } from "./extractor.ts";
export type { ClassifierTensors } from "./model.ts";
export type { ClassifierBody, ClassifierDefinition, ClassifierTargets } from "./network.ts";
export { residualBody } from "./residual.ts";
export { openShipped, type ShippedClassifier } from "./shipped/record.ts";
export { classifiersTable } from "./shipped/reference.ts";
export {
  isShipped,
  type ShippedName,
  shippedClassifiers,
  shippedNames,
} from "./shipped/registry.ts";
export { classifierProgram } from "./step.ts";
export { stridedBody } from "./strided.ts";
export {
  type ClassifierBatch,
  type ClassifierState,
  type ClassifierTraining,
  halfCosine,
  oneCycle,
  trainClassifier,
} from "./train.ts";
