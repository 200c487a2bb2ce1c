/** Whether a data set is sound. */
export { checkDataset, type DatasetReport, type DuplicatePair } from "./check.ts";
export type { ChannelStatistics } from "./tally.ts";
