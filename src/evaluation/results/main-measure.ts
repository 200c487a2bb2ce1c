/** The main measure of evaluations during training. */
import { metrics, recordedKey, resultOf } from "../../metrics/index.ts";
import type { BestCheckpoint } from "../../runs/checkpoints/index.ts";
import { configuredProtocol, type EvaluationConfig } from "../protocol/index.ts";
import type { EvaluationRecord } from "./record.ts";

const PREFIX = "evaluate/";

/** A measure of `metrics.jsonl`, and whether low values of it are good. */
export interface MainMeasure {
  /** `evaluate/fid`, `evaluate/frechet-distance` for other features, … */
  readonly metric: string;
  readonly mode: "min" | "max";
}

/** The first result of the config's first metric, for the extractor of its protocol. */
export function mainMeasure(config: EvaluationConfig): MainMeasure {
  const [first] = config.evaluate.metrics.map((name) => metrics[name]);
  const [key] = Object.keys(first!.results);
  const { extractor } = configuredProtocol(config).settings.features;
  const metric = PREFIX + recordedKey(key!, extractor);
  return { metric, mode: resultMode(metric) ?? "min" };
}

/** Whether low or high values of a measure are good; `undefined` if unknown. */
export function resultMode(metric: string): "min" | "max" | undefined {
  if (!metric.startsWith(PREFIX)) return undefined;
  const better = resultOf(metric.slice(PREFIX.length))?.better;
  return better === "lower" ? "min" : better === "higher" ? "max" : undefined;
}

/**
 * Whether a checkpoint with this result becomes the best one.
 *
 * @param best the current best; ignored if it is of a different metric, protocol or network for features.
 */
export function isBetter(
  { metric, value, protocolHash, extractor }: EvaluationRecord,
  best: BestCheckpoint | undefined,
): boolean {
  if (!Number.isFinite(value)) return false;
  if (best?.metric !== metric || best.protocolHash !== protocolHash) return true;
  if ((best.extractor ?? extractor?.sha256) !== extractor?.sha256) return true;
  return resultOf(metric)?.better === "lower" ? value < best.value : value > best.value;
}
