/** How close what a generator makes is to what it should make. */
export type { Extracted, FeatureExtractor, ImageBatchShape } from "./extractors/extractor.ts";
export { type KnownMixture, type ModeCoverage, modeCoverage } from "./modes.ts";
