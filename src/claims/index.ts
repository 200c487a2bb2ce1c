/** The papers' claims, put to the test. */
export {
  type Claim,
  type ClaimContext,
  type Findings,
  papers,
  type Scale,
  scales,
} from "./claim.ts";
export { claimNamed, claims } from "./registry.ts";
export {
  CLAIM_FOLDER,
  type ClaimOptions,
  type ClaimRequest,
  type ClaimResult,
  runClaim,
} from "./run-claim.ts";
export { expandTrials } from "./trials.ts";
