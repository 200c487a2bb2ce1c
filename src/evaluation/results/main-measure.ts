/** The measure that an evaluation while training leads with. */
import { metrics, recordedKey, resultOf } from "../../metrics/index.ts";
import type { BestCheckpoint } from "../../runs/checkpoints/index.ts";
import { configuredProtocol, type EvaluationConfig } from "../protocol/index.ts";
import type { EvaluationRecord } from "./record.ts";

const PREFIX = "evaluate/";

/** A measure of `metrics.jsonl`, and whether a low value of it is good. */
export interface MainMeasure {
  /** `evaluate/fid`, `evaluate/frechet-distance` of other features, … */
  readonly metric: string;
  readonly mode: "min" | "max";
}

/** The first result of the config's first metric, by the extractor of its protocol. */
export function mainMeasure(config: EvaluationConfig): MainMeasure {
  const [first] = config.evaluate.metrics.map((name) => metrics[name]);
  const [key] = Object.keys(first!.results);
  const { extractor } = configuredProtocol(config).settings.features;
  const metric = PREFIX + recordedKey(key!, extractor);
  return { metric, mode: resultMode(metric) ?? "min" };
}

/** Whether low or high values of a measure are good; `undefined` where that is not known. */
export function resultMode(metric: string): "min" | "max" | undefined {
  if (!metric.startsWith(PREFIX)) return undefined;
  const better = resultOf(metric.slice(PREFIX.length))?.better;
  return better === "lower" ? "min" : better === "higher" ? "max" : undefined;
}

/**
 * Whether a checkpoint with this result takes the mark of the best one.
 *
 * @param best the marked one; one of another metric or protocol does not count.
 */
export function isBetter(
  { metric, value, protocolHash }: EvaluationRecord,
  best: BestCheckpoint | undefined,
): boolean {
  if (!Number.isFinite(value)) return false;
  if (best?.metric !== metric || best.protocolHash !== protocolHash) return true;
  return resultOf(metric)?.better === "lower" ? value < best.value : value > best.value;
}
