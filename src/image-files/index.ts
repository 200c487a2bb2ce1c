/** Image files in folders, zip and tar archives. */
export { filesAtOnce, limiter } from "./limiter.ts";
export { isImageSource, openSource } from "./open-source.ts";
export { type BrokenFile, type FileSource, imageKinds } from "./source.ts";
export { mostUnpacked } from "./unpacked.ts";
