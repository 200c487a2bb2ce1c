/** Trained networks: opening them, drawing from them and exporting them. */
export {
  CLASS_ARGUMENT,
  type Classes,
  classesOf,
  classNamesOf,
  classNumber,
  completeNames,
  listedClasses,
  namesText,
} from "./class-choice.ts";
export {
  drawImages,
  drawInBatches,
  type Labels,
  openSampler,
  type Sampler,
  sampleNoise,
} from "./draw.ts";
export { classNamesIn, exportMetadata } from "./export-metadata.ts";
export { atInference, type ExportFormat, type ExportPart, exportRun } from "./export-run.ts";
export { type OnnxGenerator, openOnnxGenerator } from "./onnx-generator.ts";
export { imagePainter, type Painter, painter, pointPainter } from "./picture.ts";
export { realImageGrid } from "./real-images.ts";
export { fixedInputs, SAMPLED_POINTS, sampleLabels } from "./sample-inputs.ts";
export { openSource, type Source, type SourceRequest } from "./source.ts";
export {
  type CheckpointChoice,
  openSingleRun,
  openTrained,
  openTrainedModel,
  type Trained,
  type TrainedModel,
} from "./trained.ts";
