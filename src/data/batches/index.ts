/** Batches of a data set in a new random order each epoch, mirrored by chance, resumable. */
export {
  type Batch,
  type BatchSource,
  type BatchSourceState,
  batchSource,
  restoreBatchSource,
} from "./batches.ts";
export { withFlips } from "./flips.ts";
