/** The paths in a config. */
import { pathFrom, startingFrom } from "../data/catalog/index.ts";
import { isNetworkFile } from "../metrics/extractors/names.ts";
import type { Config } from "./schema.ts";

/**
 * The config with its relative paths, those of data and of a network for features, made absolute from `folder`
 * on; those that lead to something only from the working folder stay relative to that. A config without such
 * paths is returned as it is.
 */
export function configFrom(config: Config, folder: string): Config {
  const data = startingFrom(config.data, folder);
  const { features } = config.evaluate;
  const placed = isFile(features) ? pathFrom(folder, features) : features;
  if (data === config.data && placed === features) return config;
  return { ...config, data, evaluate: { ...config.evaluate, features: placed } };
}

const isFile = (features: string | undefined): features is string =>
  features !== undefined && isNetworkFile(features);
