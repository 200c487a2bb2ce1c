/** Data sets, their file formats, and the batches drawn from them. */
export {
  type Batch,
  type BatchSource,
  type BatchSourceState,
  batchSource,
  restoreBatchSource,
} from "./batches/batches.ts";
export { withFlips } from "./batches/flips.ts";
export { classCountOf, datasetCatalog, datasetInfo } from "./catalog/catalog.ts";
export { type FetchOptions, type FetchResult, fetchDataset } from "./catalog/fetch-dataset.ts";
export type {
  ArchiveDownload,
  Checksums,
  DatasetDownload,
  DatasetInfo,
  DownloadedFile,
  FilesDownload,
} from "./catalog/info.ts";
export { openDataset } from "./catalog/open.ts";
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
} from "./catalog/options.ts";
export { checkDataset, type DatasetReport, type DuplicatePair } from "./check/check.ts";
export type { ChannelStatistics } from "./check/tally.ts";
export type {
  BrokenFile,
  DataCallbacks,
  DataProgress,
  ImageArray,
  ImageDataset,
} from "./dataset/dataset.ts";
export { emptyImages } from "./dataset/dataset.ts";
export { type Mixture, mixtureOf, type Point } from "./drawn/mixture.ts";
export {
  fetchWeights,
  inceptionDownloads,
  inceptionFolder,
  type WeightsDownload,
} from "./fetch/weights.ts";
export { type ShapeFactors, shapeFactors } from "./sets/shapes/factors.ts";
export { type ShapeKind, shapeKinds } from "./sets/shapes/outlines.ts";
export { backgroundColorNames, shapeColorNames } from "./sets/shapes/palette.ts";
export { renderShape } from "./sets/shapes/render.ts";
