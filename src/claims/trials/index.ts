/** The trials of claims: expanded and trained. */
export { type EstimateRequest, estimateSeconds } from "./estimate.ts";
export { choiceRuns, planTrials, seedsOf, type TrialPlan, testRuns } from "./expand.ts";
export { expectInputs } from "./inputs.ts";
export { trainTrials } from "./train.ts";
