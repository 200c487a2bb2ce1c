/** Data sets, and the batches drawn from them. Each room has a door of its own with the rest. */

export type { FetchOptions, FetchResult } from "../downloads/index.ts";
export * from "./batches/index.ts";
export {
  classCountOf,
  type DatasetName,
  type DatasetOptions,
  datasetClasses,
  datasetNames,
  datasetNameText,
  datasetNeeds,
  datasetOf,
  datasetOptionSchemas,
  datasetsTable,
  fetchDataset,
  imageShapeOf,
  isDatasetName,
  measureDataset,
  mixtureOf,
  type OptionRule,
  openDataset,
  optionRules,
  records as datasets,
} from "./catalog/index.ts";
export { checkDataset, type DatasetReport, datasetGrid } from "./check/index.ts";
export {
  type BrokenFile,
  type DataCallbacks,
  type DatasetSplit,
  emptyImages,
  type ImageDataset,
  type SourceFiles,
} from "./dataset/index.ts";
export type { DatasetRecord, Mixture, Point } from "./records/index.ts";
export { isImageSource } from "./sources/index.ts";
