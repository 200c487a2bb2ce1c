/** Opens the extractors that protocols name. */
export { extractorName } from "./inception-files.ts";
export { openExtractor } from "./open.ts";
export { type ExtractorPlace, type ExtractorPool, extractorPool } from "./pool.ts";
