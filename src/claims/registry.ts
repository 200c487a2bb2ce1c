/** Every claim that can be put to the test. */
import { EvenkeelError } from "../errors.ts";
import { nearest } from "../suggest.ts";
import { dataSets } from "./bsn/data-sets.ts";
import { endings } from "./bsn/endings.ts";
import { equalSplit } from "./bsn/equal-split.ts";
import { gradientBound } from "./bsn/gradient-bound.ts";
import { hessianBound } from "./bsn/hessian-bound.ts";
import { operator } from "./bsn/operator.ts";
import { rates } from "./bsn/rates.ts";
import { rawSigma } from "./bsn/raw-sigma.ts";
import { scalesBssn, scalesSsn } from "./bsn/scale-sweep.ts";
import { variance } from "./bsn/variance.ts";
import type { Claim } from "./claim.ts";
import { continualClaim } from "./class-norm/continual.ts";
import { varianceClaim } from "./class-norm/variance.ts";
import { zeroShotClaim } from "./class-norm/zero-shot.ts";
import { smallBatches } from "./cross-iteration/small-batches.ts";
import { fixupDepth } from "./fixup/depth.ts";
import { landscape } from "./landscape/landscape.ts";
import { fisher } from "./mean-field/fisher.ts";
import { learningRate } from "./mean-field/learning-rate.ts";
import { cost } from "./sn-gan/cost.ts";
import { discriminatorSteps } from "./sn-gan/discriminator-steps.ts";
import { gamma } from "./sn-gan/gamma.ts";
import { gradientPenalty } from "./sn-gan/gradient-penalty.ts";
import { noIteration } from "./sn-gan/no-iteration.ts";
import { powerIteration } from "./sn-gan/power-iteration.ts";
import { settings } from "./sn-gan/settings.ts";
import { spectra } from "./sn-gan/spectra.ts";
import { table2 } from "./sn-gan/table-2.ts";
import { width } from "./sn-gan/width.ts";

/** The claims, by their papers. */
export const claims: readonly Claim[] = [
  settings,
  table2,
  spectra,
  width,
  gamma,
  gradientPenalty,
  powerIteration,
  noIteration,
  cost,
  discriminatorSteps,
  gradientBound,
  variance,
  operator,
  hessianBound,
  equalSplit,
  rawSigma,
  scalesSsn,
  scalesBssn,
  rates,
  dataSets,
  endings,
  landscape,
  fixupDepth,
  fisher,
  learningRate,
  zeroShotClaim,
  varianceClaim,
  continualClaim,
  smallBatches,
];

/**
 * The claim with this name.
 *
 * @throws EvenkeelError `USAGE` if there is none.
 */
export function claimNamed(name: string): Claim {
  const found = claims.find((claim) => claim.name === name);
  if (found !== undefined) return found;
  const names = claims.map((claim) => claim.name);
  const near = nearest(name, names);
  throw new EvenkeelError("USAGE", `claim: must be one of ${names.join(", ")}, got ${name}`, {
    advice: near === undefined ? "evenkeel claim list explains them." : `Did you mean ${near}?`,
  });
}
