/** Run folders, checkpoints and configs: what a training run leaves behind and goes on from. */
export { checkArchitecture, type ExpectedArchitecture } from "./checkpoint-architecture.ts";
export {
  CHECKPOINT_FORMAT_VERSION,
  type CheckpointState,
  type Json,
} from "./checkpoint-state.ts";
export {
  type Checkpoint,
  type CheckpointContent,
  type CheckpointEntry,
  checkpointAt,
  cleanCheckpoints,
  listCheckpoints,
  type NewestCheckpoint,
  newestSoundCheckpoint,
  readCheckpoint,
  writeCheckpoint,
} from "./checkpoints.ts";
export { diskError, onDisk } from "./disk-error.ts";
export { type EventFile, openEventFile } from "./event-file.ts";
export { writeFileAtomically } from "./files.ts";
export { type ImageBatch, type ImageGrid, type ImageGridOptions, imageGrid } from "./image-grid.ts";
export {
  type Cut,
  type JsonLine,
  type JsonLinesWriter,
  openJsonLines,
  readJsonLines,
} from "./json-lines.ts";
export {
  beginAttempt,
  createRunFolder,
  type NewRun,
  openRunFolder,
  type RunFolder,
} from "./run-folder.ts";
export type { RunCounters, RunInfo } from "./run-info.ts";
