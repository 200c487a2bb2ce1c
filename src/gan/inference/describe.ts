/** Which weights and statistics a generator's images are drawn with, in words for records. */
import { type GanModel, reparametrized } from "../model.ts";
import { STATISTICS_BATCHES, statisticsBatch } from "./averages.ts";
import { samplingOwner } from "./owner.ts";

/** What {@link describeInference} says. */
export interface InferenceFacts {
  /** `raw`, or the moving average with its decay, and whether its method has vectors of its own. */
  readonly weights: string;
  /** `none`, `running statistics`, or how the statistics of the averaged weights were gathered. */
  readonly batchNorm: string;
}

/** Which weights and batch-norm statistics {@link sampler} and {@link exportGenerator} use. */
export function describeInference(model: GanModel): InferenceFacts {
  const hasStatistics = model.generator.buffers.length > 0;
  if (samplingOwner(model) === "generator") {
    return { weights: "raw", batchNorm: hasStatistics ? "running statistics" : "none" };
  }
  const hasVectors = reparametrized(model, "generator").some(({ states }) => states.length > 0);
  return {
    weights:
      `moving average, decay ${model.definition.generator.ema}` +
      (hasVectors ? ", normalized with vectors of its own" : ""),
    batchNorm: hasStatistics
      ? `statistics of the averaged weights from ${STATISTICS_BATCHES} batches of ${statisticsBatch(model)}`
      : "none",
  };
}
