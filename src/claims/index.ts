/** The papers' claims, put to the test. */

export { type Verdict, verdicts } from "../statistics/index.ts";
export {
  type Chosen,
  type Claim,
  type ClaimContext,
  type Design,
  designOf,
  type Findings,
  papers,
  type Scale,
  type Setting,
  scales,
  scalesOf,
} from "./claim.ts";
export { type ClaimData, claimData } from "./data/index.ts";
export { designRows } from "./design-text.ts";
export { compileDeepStep, deepCourse } from "./fixup/course.ts";
export { methods as depthMethods } from "./fixup/networks.ts";
export { type OverviewRequest, writeOverview } from "./overview.ts";
export { chosenText, overviewText } from "./pages/index.ts";
export { claimNamed, claims } from "./registry.ts";
export {
  type ClaimRecord,
  type FoundResult,
  RESULT_FILES,
  readResult,
  secondsOf,
} from "./results/index.ts";
export {
  CLAIM_FOLDER,
  type ClaimOptions,
  type ClaimRequest,
  type ClaimResult,
  type ClaimStage,
  runClaim,
  settingOf,
} from "./run-claim.ts";
export { estimateSeconds, planTrials, seedsOf } from "./trials/index.ts";
