/** About how long a claim takes, before it is run. */
import type { Config } from "../../config/index.ts";
import { type Claim, directScale, type Setting } from "../claim.ts";
import { planTrials, type TrialOptions } from "./expand.ts";

/** What is estimated. */
export interface EstimateRequest extends TrialOptions {
  readonly claim: Claim;
  readonly setting: Setting;
}

/** Seconds on two processor cores, from a few measured kinds of runs: right within a factor of two. */
export async function estimateSeconds(request: EstimateRequest): Promise<number> {
  const {
    claim: { test },
    setting,
  } = request;
  if (test.kind === "direct") return test.seconds[directScale(setting)];
  const { choice, test: tested } = await planTrials(test, setting, request);
  const seconds = [...choice, ...tested].reduce((sum, { config }) => sum + runSeconds(config), 0);
  return seconds / CORES;
}

/** The cores that estimates are for; a run has one of them, or both for twice as long. */
const CORES = 2;
/**
 * Seconds on one core of a Zen 4 while the other one trains too: the start of a run with its compilation and
 * its evaluation; a step of either network whatever its size; and one of the standard CNN's discriminator
 * and generator of full width with 64 images at 32 pixels. Measured at an eighth of the width at 16 and at
 * 32 pixels (a discriminator's step takes 9 to 11 ms and 27 ms, a generator's 8 and 20) and at a quarter
 * (100, 65).
 */
const SECONDS = { run: 5, step: 0.005, discriminator: 2.2, generator: 1.5 } as const;
/** What a gradient penalty multiplies a discriminator's step by. */
const PENALTY = 1.4;

/** Seconds of a run of the standard CNN on one core. */
function runSeconds({ steps, nDis, batchSize, data, model, discriminator }: Config): number {
  const images = (batchSize / 64) * (data.size / 32) ** 2;
  const width = (channels: number, full: number) => images * (channels / full) ** 2;
  const penalized = discriminator.penalties.some(({ name }) => name !== "orthonormal");
  const d =
    SECONDS.discriminator * width(model.discriminatorChannels, 64) * (penalized ? PENALTY : 1);
  const g = SECONDS.generator * width(model.generatorChannels, 512);
  return SECONDS.run + steps * (nDis * (SECONDS.step + d) + SECONDS.step + g);
}
