/** The plan of a run that is described by a config. */
import {
  assembleModel,
  type Config,
  configFrom,
  configWarnings,
  expectedArchitecture,
  readResolvedConfig,
  stringifyConfig,
} from "../../config/index.ts";
import { mixtureOf, openDataset } from "../../data/index.ts";
import { configuredProtocol } from "../../evaluation/protocol/index.ts";
import { referenceData } from "../../evaluation/reference/index.ts";
import { settingChanges } from "./changes.ts";
import type { RunPlan } from "./plan.ts";

/**
 * The plan of the run that a config describes.
 *
 * @param from the folder that relative paths start from; default, and for those that lead to something only
 *   there: the working folder.
 * @throws EvenkeelError `SHAPE` or `CONFIG` if the config describes no valid model.
 */
export function planOfConfig(config: Config, from = process.cwd()): RunPlan {
  const { generator, discriminator } = config;
  const placed = configFrom(config, from);
  const { data, from: source } = placed;
  const model = assembleModel(config);
  return {
    settings: { ...config, flip: data.flip, noise: generator.noise },
    model,
    architecture: expectedArchitecture(config, model).fingerprint,
    data: {
      name: data.name,
      open: (callbacks) => openDataset(data, callbacks),
      mixture: mixtureOf(data),
      options: data,
      workingFolder: placed === config ? process.cwd() : from,
    },
    from: source && {
      request: source,
      configText: ({ run, step, sha256 }) =>
        stringifyConfig({ ...config, from: { run, step, sha256 } }),
    },
    evaluation: {
      protocol: configuredProtocol(config),
      features: placed.evaluate.features,
      root: data.root,
      reference: (training, callbacks) => referenceData(data, callbacks, { open: training }),
    },
    configText: stringifyConfig(config),
    warnings: configWarnings(config),
    async changesSince(path) {
      const schedules = [generator.schedule, discriminator.schedule];
      return settingChanges(await readResolvedConfig(path), config, {
        stepsMatter: schedules.some(({ name }) => name !== "constant"),
      });
    },
  };
}
