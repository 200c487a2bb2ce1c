/** Checkpoints: writing, listing and reading them. */
export { type BestCheckpoint, markBest, readBest } from "./best.ts";
export {
  type Checkpoint,
  type CheckpointContent,
  checkpointAt,
  type NewestCheckpoint,
  newestSoundCheckpoint,
  readCheckpoint,
  skippedNotes,
  writeCheckpoint,
} from "./checkpoints.ts";
export { type RunCounters, runCounters } from "./counters.ts";
export { cleanCheckpoints, listCheckpoints, removeOutdated, stepName } from "./files.ts";
export type { Json } from "./state.ts";
export { hostTensors } from "./tensors.ts";
