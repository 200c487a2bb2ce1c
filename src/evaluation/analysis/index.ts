/** Analysis of a run's discriminator. */
export { type AnalysisOutcome, analyzeRun } from "./analyze-run.ts";
export { firstImages } from "./first-images.ts";
