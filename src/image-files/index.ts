/** Image files in folders, zip and tar archives, and what sharp does not do with them. */
export { decodeSmallJpeg, isSmallJpeg, type Pixels } from "./jpeg.ts";
export { filesAtOnce, limiter } from "./limiter.ts";
export { isImageSource, openSource } from "./open-source.ts";
export { type BrokenFile, type FileSource, imageEndings, imageKinds } from "./source.ts";
export { hasUnspecifiedSample } from "./tiff.ts";
export { mostUnpacked } from "./unpacked.ts";
