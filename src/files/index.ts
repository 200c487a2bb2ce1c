/** Files: atomic writes, appending, JSON lines and CSV; disk failures as one kind of error. */
export { parseJson } from "../json.ts";
export { openForAppending } from "./append-file.ts";
export { csvText } from "./csv.ts";
export { diskError, onDisk, reasonOf, systemCode } from "./disk-error.ts";
export {
  createFolder,
  createFolders,
  flushFolder,
  isCode,
  isFile,
  isFolder,
  isOtherLiveProcess,
  isSpecial,
  readGivenText,
  readTextIfPresent,
  removeLeftovers,
  writeFileAtomically,
  writeFileToDisk,
  writeOutput,
} from "./files.ts";
export { listIssues } from "./json.ts";
export { appendJsonLines, type JsonLine, openJsonLines, readJsonLines } from "./json-lines.ts";
export { expectMemory, memoryLimit } from "./memory.ts";
export { type Owner, type OwnFolder, ownerOf, realPath } from "./own-folder.ts";
export { throttled, type WorkCallbacks, type WorkProgress } from "./progress.ts";
export {
  notAFile,
  openToRead,
  openToReadNow,
  readBytes,
  readText,
} from "./read-file.ts";
