/** What an open data set is, and what every kind of one is built from. */
export { type BrokenFile, filesAtOnce, limiter } from "../../image-files/index.ts";
export { inChannels, isGray } from "./channels.ts";
export { checkedRead, requireOutput } from "./checked-read.ts";
export {
  type DataCallbacks,
  emptyImages,
  type ImageDataset,
  imageLength,
  type SourceFiles,
} from "./dataset.ts";
export { type ImageSizes, imageSizes } from "./image-sizes.ts";
export { allocatePixels, inMemory } from "./memory.ts";
export { mirror, mirrored } from "./mirrored.ts";
export {
  chooseEvenly,
  countNotes,
  type DatasetCounts,
  type DatasetSplit,
  datasetSplits,
  officialCount,
  officialNote,
  partsOf,
  visitChosen,
} from "./splits.ts";
export type { ImageSurvey } from "./survey.ts";
