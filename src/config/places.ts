/** The paths in a config. */
import { resolve } from "node:path";
import { pathFrom, placeKeys, startingFrom } from "../data/catalog/index.ts";
import { isNetworkFile } from "../metrics/extractors/names.ts";
import { isLayer, type Layer } from "./merge.ts";
import type { Config } from "./schema.ts";

/**
 * The config with its relative paths, those of data, of the run to start from and of a network for features,
 * made absolute from `folder` on; those that lead to something only from the working folder stay relative to
 * that. A config without such paths is returned as it is.
 */
export function configFrom(config: Config, folder: string): Config {
  const data = startingFrom(config.data, folder);
  const { from } = config;
  const run = from && pathFrom(folder, from.run);
  const { features } = config.evaluate;
  const placed = isFile(features) ? pathFrom(folder, features) : features;
  if (data === config.data && run === from?.run && placed === features) return config;
  return {
    ...config,
    ...(from && { from: { ...from, run: run as string } }),
    data,
    evaluate: { ...config.evaluate, features: placed },
  };
}

const isFile = (features: string | undefined): features is string =>
  features !== undefined && isNetworkFile(features);

/** What a user sets of a config, with its relative paths made absolute from the working folder on. */
export function withAbsolutePaths(layer: Layer): Layer {
  const { data, evaluate, from } = layer;
  return {
    ...layer,
    ...(isLayer(from) && { from: absolute(from, (key) => key === "run") }),
    ...(isLayer(data) && {
      data: absolute(data, (key) => placeKeys.some((one) => one === key)),
    }),
    ...(isLayer(evaluate) && {
      evaluate: absolute(evaluate, (key, value) => key === "features" && isNetworkFile(value)),
    }),
  };
}

/** A layer with those of its values absolute that are paths. */
function absolute(layer: Layer, isPath: (key: string, value: string) => boolean): Layer {
  const paths = Object.entries(layer).flatMap(([key, value]) =>
    typeof value === "string" && isPath(key, value) ? [[key, resolve(value)]] : [],
  );
  return { ...layer, ...Object.fromEntries(paths) };
}
