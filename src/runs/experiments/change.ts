/** Changes the config of an existing experiment, as far as that is allowed. */

import type { Config } from "../../config/index.ts";
import { assembleModel, expectedArchitecture } from "../../config/index.ts";
import { refusal } from "../../errors.ts";
import { type Experiment, experimentConfig, seedState } from "./experiment.ts";

/**
 * The config of an experiment with the options `path=value` applied. The experiment's own config does not
 * change.
 *
 * @throws EvenkeelError `CONFIG` for invalid options, a different seed, or fewer steps than a seed has
 *   completed; `CHECKPOINT` if the seeds' checkpoints belong to different networks.
 */
export async function changedExperimentConfig(
  experiment: Experiment,
  set: readonly string[],
): Promise<Config> {
  const config = await experimentConfig(experiment, set);
  if (set.length === 0) return config;
  const { seeds } = experiment;
  if (config.seed !== seeds[0]) {
    throw refusal("CONFIG", {
      where: "seed",
      rule: `an experiment keeps its original seeds, ${seeds.join(", ")}`,
      got: config.seed,
      advice: "Omit the seed, or start a new experiment.",
    });
  }
  const expected = expectedArchitecture(config, assembleModel(config));
  for (const seed of seeds) {
    const { gStep } = await seedState(experiment, seed, config.steps, expected);
    if (gStep > config.steps) {
      throw refusal("CONFIG", {
        where: "steps",
        rule: `must be at least ${gStep}, which seed ${seed} has completed`,
        got: config.steps,
        advice: "Start a new experiment to train fewer steps.",
      });
    }
  }
  return config;
}
