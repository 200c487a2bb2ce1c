/** Analysis of a run's discriminator. */
export { type AnalysisOutcome, analyzeRun } from "./analyze-run.ts";
export { firstImages, scaledBatches } from "./first-images.ts";
