/** The runs that the studio shows, from their folders. */
export { configValues } from "./config-values.ts";
export { curvesOf } from "./curves.ts";
export { detailsOf } from "./details.ts";
export { type FoundSweep, GROUP_FOLDERS, type Root } from "./discover.ts";
export { discoverMarked, type FoundFolder } from "./discover-marked.ts";
export type { RunEntry } from "./entry.ts";
export { contextOf } from "./health-context.ts";
export { healthCourse } from "./health-course.ts";
export { readInside } from "./inside.ts";
export { type Library, openLibrary } from "./library.ts";
export { LOG_FILE, logTail } from "./log-tail.ts";
export { writeNotes } from "./notes.ts";
export { createRecordStore, type RecordStore } from "./records.ts";
export { type RunFileRequest, readRunFile } from "./served-files.ts";
