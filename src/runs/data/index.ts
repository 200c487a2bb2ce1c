/** What a run is trained on: its files, by which other ones are noticed, and its record in the run's folder. */
export { differenceOf, filesText } from "./difference.ts";
export { type Fingerprint, fingerprintOf } from "./fingerprint.ts";
export {
  type DataRecord,
  dataRecord,
  dataRecordText,
  readDataRecord,
  workingFolderOf,
} from "./record.ts";
export { differenceSince } from "./since.ts";
