/** Whether a data set is sound. */
export {
  type CheckCallbacks,
  checkDataset,
  type DatasetReport,
  type DuplicatePair,
} from "./check.ts";
export { datasetGrid } from "./grid.ts";
export type { ChannelStatistics } from "./tally.ts";
