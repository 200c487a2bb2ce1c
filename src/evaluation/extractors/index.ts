/** The extractors that protocols name, opened. */
export { extractorName } from "./inception-files.ts";
export { openExtractor } from "./open.ts";
export { type ExtractorPool, extractorPool } from "./pool.ts";
