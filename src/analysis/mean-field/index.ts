/** The Fisher information of a network, its mean-field theory, and the learning rates that both allow. */
export { fisherEigenvalue, largestStableRate } from "./fisher.ts";
export { type Fit, fitAtRates, type Regression } from "./fit.ts";
export {
  fisherLowerBound,
  type MeanField,
  type MeanFieldNetwork,
  meanField,
} from "./mean-field.ts";
export type { NetworkSubject } from "./network-subject.ts";
