/** Trained networks: opening, sampling and exporting them. */
export { completeNames, namesText } from "./class-choice.ts";
export { drawImages, interpolationNoise, openGenerator, sampleNoise } from "./draw.ts";
export { classNamesIn, exportMetadata } from "./export-metadata.ts";
export { atInference, type ExportFormat, type ExportPart, exportRun } from "./export-run.ts";
export { imagePainter, type Painter, painter, pointPainter } from "./picture.ts";
export { type Sampled, type SampleRequest, sampleRun } from "./sample.ts";
export { fixedInputs, SAMPLED_POINTS, sampleLabels } from "./sample-inputs.ts";
export {
  type CheckpointChoice,
  openTrained,
  openTrainedModel,
  type Trained,
  type TrainedModel,
} from "./trained.ts";
