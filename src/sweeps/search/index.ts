/** Searching for good points: distributions, a Gaussian process, and what it proposes. */
export {
  coordinatesOf,
  type Distribution,
  distributionProblems,
  distributionSchema,
  drawnValues,
  valueAt,
} from "./distribution.ts";
export { type Observed, type Proposal, propose } from "./propose.ts";
