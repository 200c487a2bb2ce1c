/** Goes on with an experiment under a changed config: what may change, and what must not. */

import type { Config } from "../../config/index.ts";
import { assembleModel, expectedArchitecture } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { type Experiment, experimentConfig, seedState } from "./experiment.ts";

/**
 * The config of an experiment with options `path=value`; the experiment's own stays as it is.
 *
 * @throws EvenkeelError `CONFIG` for whatever is wrong with the options, for another seed, and for fewer
 *   steps than a seed has done; `CHECKPOINT` when the seeds' networks are others.
 */
export async function changedExperimentConfig(
  experiment: Experiment,
  set: readonly string[],
): Promise<Config> {
  const config = await experimentConfig(experiment, set);
  if (set.length === 0) return config;
  const { seeds } = experiment;
  if (config.seed !== seeds[0]) {
    const rule = `an experiment keeps the seeds it began with, ${seeds.join(", ")}`;
    throw new EvenkeelError("CONFIG", `seed: ${rule}, got ${config.seed}`, {
      advice: "Leave the seed out, or begin a new experiment.",
    });
  }
  const expected = expectedArchitecture(config, assembleModel(config));
  for (const seed of seeds) {
    const { gStep } = await seedState(experiment, seed, config.steps, expected);
    if (gStep > config.steps) {
      const rule = `must be at least ${gStep}, which seed ${seed} has done`;
      throw new EvenkeelError("CONFIG", `steps: ${rule}, got ${config.steps}`, {
        advice: "Begin a new experiment for fewer steps.",
      });
    }
  }
  return config;
}
