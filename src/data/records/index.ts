/** What a data set is made of as a record, and the options that several have. */
export type { Mixture, Point } from "./mixture.ts";
export {
  type Adaptation,
  adapt,
  type DataOption,
  type OptionValues,
  option,
  type SetOption,
  type SetOptions,
} from "./option.ts";
export {
  type Classes,
  type DatasetFiles,
  type DatasetRecord,
  type DatasetRule,
  dataset,
  type ImageShape,
  type OpenContext,
  squareShape,
} from "./record.ts";
export {
  asAuthors,
  channels,
  channelsOrOpacity,
  count,
  crop,
  everySet,
  memory,
  modes,
  path,
  resize,
  seed,
  sides,
  size,
  split,
  std,
} from "./shared-options.ts";
