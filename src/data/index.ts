/** Data sets, their file formats, and the batches drawn from them. */
export {
  type Batch,
  type BatchSource,
  type BatchSourceState,
  batchSource,
  restoreBatchSource,
} from "./batches.ts";
export { classCountOf, datasetCatalog, datasetInfo } from "./catalog.ts";
export { checkDataset, type DatasetReport, type DuplicatePair } from "./check.ts";
export type {
  BrokenFile,
  DataCallbacks,
  DataProgress,
  ImageArray,
  ImageDataset,
} from "./dataset.ts";
export { emptyImages } from "./dataset.ts";
export { type FetchOptions, type FetchResult, fetchDataset } from "./fetch/fetch-dataset.ts";
export {
  fetchWeights,
  inceptionDownloads,
  inceptionFolder,
  type WeightsDownload,
} from "./fetch/fetch-inception.ts";
export { withFlips } from "./flips.ts";
export type {
  ArchiveDownload,
  Checksums,
  DatasetDownload,
  DatasetInfo,
  DownloadedFile,
  FilesDownload,
} from "./info.ts";
export { openDataset } from "./open.ts";
export {
  channelsOf,
  type DatasetName,
  type DatasetOptions,
  type DatasetSplit,
  datasetNames,
  datasetSplits,
  imageSetNames,
  isPointSet,
  type Labelling,
  labellings,
  optionOwners,
  type PointSetName,
  pointSetNames,
  type Resizing,
  resizings,
  resizingsOf,
} from "./options.ts";
export { type Mixture, mixtureOf, type Point } from "./points/mixture.ts";
export { type ShapeFactors, shapeFactors } from "./shapes/factors.ts";
export { type ShapeKind, shapeKinds } from "./shapes/outlines.ts";
export { backgroundColorNames, shapeColorNames } from "./shapes/palette.ts";
export { renderShape } from "./shapes/render.ts";
export type { ChannelStatistics } from "./tally.ts";
