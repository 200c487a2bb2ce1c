/** Results of tested claims on the disk. */
export { type FoundResult, findResults } from "./find.ts";
export {
  type ClaimRecord,
  RESULT_FILES,
  readFigure,
  readResult,
  secondsOf,
  type Tested,
  writeResult,
} from "./result.ts";
