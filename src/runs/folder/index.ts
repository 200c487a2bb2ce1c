/** A run's folder: its files, the process that writes to it, and the state of the run. */
export {
  ATTEMPTS,
  asAttempt,
  DEAD_AFTER,
  keepAlive,
  type LiveAttempt,
  liveAttempt,
  refuseIfAlive,
} from "./attempts.ts";
export { openEventFile } from "./event-file.ts";
export {
  clearUnstarted,
  createFreeFolder,
  createNumberedFolder,
  fillNewFolder,
  isUnstarted,
  refuseIfOccupied,
} from "./folder-claim.ts";
export { lastRecord, lastRecords, type StepRecord } from "./last-records.ts";
export { RUN_FOLDER } from "./own-folder.ts";
export { thisProcess, versions } from "./provenance.ts";
export { openRequestFolder } from "./request-folder.ts";
export { isRunFolder, RUN_FILES, type RunFiles, runFiles } from "./run-files.ts";
export {
  beginAttempt,
  createRunFolder,
  finishAttempt,
  type NewRun,
  openRunFolder,
  type RunFolder,
} from "./run-folder.ts";
export { parseRunInfo, type RunInfo } from "./run-info.ts";
export { type RunState, runState, savedStep } from "./run-state.ts";
