/**
 * Zero-shot learning: classes are told by their descriptions, also those without a training example. Class
 * normalization keeps the variance of the logits, at any depth of the network that embeds the descriptions.
 *
 * @see Skorokhodov & Elhoseiny 2021, "Class normalization for (continual)? generalized zero-shot learning".
 */
export { checkZeroShotData, type Rows, type ZeroShotData } from "./data/data.ts";
export { heldOutClasses } from "./data/held-out.ts";
export { openSource, SHAPES } from "./data/open.ts";
export { publishedSource } from "./data/published.ts";
export { shapesSource } from "./data/shapes.ts";
export type { ZeroShotSource } from "./data/source.ts";
export {
  type ExperimentProgress,
  runZeroShot,
  type ZeroShotMeasure,
  type ZeroShotResult,
  type ZeroShotSettings,
  zeroShotMeasures,
} from "./experiment.ts";
export { zeroShotFiles } from "./folder.ts";
export {
  type Accuracies,
  accuraciesOf,
  type Contest,
  contestsOf,
  harmonicMean,
} from "./measures/accuracy.ts";
export { areaUnder, type CurvePoint, seenUnseenCurve } from "./measures/curve.ts";
export { type MeanInterval, meanInterval } from "./measures/interval.ts";
export { logitsAtStart } from "./model/at-start.ts";
export {
  classNormalized,
  type LastInitialization,
  type StandardizationDivisor,
  type ZeroShotModel,
} from "./model/model.ts";
export {
  scoreZeroShot,
  trainZeroShot,
  type ZeroShotState,
  type ZeroShotTraining,
  zeroShotTraining,
} from "./model/train.ts";
export {
  type ModelRequest,
  type ZeroShotAnswer,
  type ZeroShotRequest,
  zeroShot,
} from "./request.ts";
