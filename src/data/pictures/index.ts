/** Image files as images: decoded, cut and resized, held in memory or streamed. */

export type { ImageList } from "./image-list.ts";
export { decodedSet, memoryBytes, type PictureOptions } from "./images.ts";
export { measureImages } from "./measure.ts";
export { type Resampling, resamplings, resizings } from "./resampling.ts";
export { surveyImages } from "./survey.ts";
export { fits } from "./target.ts";
