/** Tests of paired seeds, what they can decide, and how often chance decides; the normal distribution. */
export { binomialTail } from "./binomial.ts";
export { type MedianInterval, medianInterval, medianOf } from "./median.ts";
export { normalBelow, normalDensity } from "./normal.ts";
export { type PermutationRate, permutationRate } from "./permutation.ts";
export { POWER, pairsNeeded, powerOf, winningChance } from "./power.ts";
export { rankCorrelation } from "./rank-correlation.ts";
export { chanceOfPassing, LEVEL, type SignTest, signTest, winsNeeded } from "./sign-test.ts";
export {
  decideByPairs,
  logRatios,
  type PairedDecision,
  type Verdict,
  verdictOf,
  verdicts,
  wholeVerdict,
} from "./verdict.ts";
