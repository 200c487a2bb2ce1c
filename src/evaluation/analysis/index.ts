/** A run's discriminator, measured. */
export { type AnalysisOutcome, analyzeRun } from "./analyze-run.ts";
export { firstImages } from "./first-images.ts";
