/** The real images of an evaluation. */
export { type ReferenceCache, referenceCache } from "./cache.ts";
export {
  imagesReference,
  type OpenReference,
  type ReferenceData,
  referenceData,
  shownBy,
} from "./data.ts";
export { type ReferenceImages, referenceImages } from "./images.ts";
