/** The measure that an evaluation while training leads with. */

import type { Config } from "../config/index.ts";
import { recordedKey, resultKinds, resultOf } from "../metrics/index.ts";
import { configuredProtocol } from "./defaults.ts";

const PREFIX = "evaluate/";

/** A measure of `metrics.jsonl`, and whether a low value of it is good. */
export interface MainMeasure {
  /** `evaluate/fid`, `evaluate/frechet-distance` of other features, … */
  readonly metric: string;
  readonly mode: "min" | "max";
}

/** The first result of the config's first metric, by the extractor of its protocol. */
export function mainMeasure(config: Config): MainMeasure {
  const [first] = config.evaluate.metrics;
  const { extractor } = configuredProtocol(config).settings.features;
  const keys = Object.keys(resultKinds) as (keyof typeof resultKinds)[];
  const key = keys.find((one) => resultKinds[one].metric === first)!;
  const metric = PREFIX + recordedKey(key, extractor);
  return { metric, mode: resultMode(metric) ?? "min" };
}

/** Whether low or high values of a measure are good; `undefined` where that is not known. */
export function resultMode(metric: string): "min" | "max" | undefined {
  if (!metric.startsWith(PREFIX)) return undefined;
  const better = resultOf(metric.slice(PREFIX.length))?.better;
  return better === "lower" ? "min" : better === "higher" ? "max" : undefined;
}
