/** A sweep's folder: its contents, its status and its results. */
export { type Cancelled, cancelRuns } from "./cancel.ts";
export { collectSweep, type SweepResults } from "./collect.ts";
export {
  addRound,
  createSweep,
  isSweepFolder,
  type NewSweep,
  openSweep,
  readMarks,
  removeMark,
  SWEEP_FOLDER,
  type Sweep,
  type SweepRun,
  selectRuns,
  writeMark,
} from "./folder.ts";
export { isShown, type RunValue, resultsOf, type SweepResult, valuesOf } from "./results.ts";
export {
  bestOf,
  drawnText,
  type SearchedStanding,
  type SearchGroup,
  searchGroups,
} from "./search-standings.ts";
export { type Contender, halvingStandings, type Rung } from "./standings.ts";
export {
  lostRuns,
  type RunStatus,
  type SweepState,
  sweepRungs,
  sweepStates,
  sweepStatus,
} from "./status.ts";
