/** A result with everything that it depends on. */
import type { FeatureExtractor } from "../metrics/extractors/index.ts";
import { type MetricResult, recordedKey } from "../metrics/index.ts";
import { versions } from "../runs/folder/index.ts";
import type { EvaluationOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { ReferenceImages } from "./reference/index.ts";
import { type EvaluationRecord, protocolHash } from "./results/index.ts";

/** What results were obtained from, and how. */
export interface Obtained {
  readonly plan: Plan;
  readonly extractor: FeatureExtractor;
  readonly options: Pick<EvaluationOptions, "engine" | "subject">;
  /** The real images that the metric compares with, if with any. */
  readonly reference: ReferenceImages | undefined;
  /** How long all results of the protocol took. */
  readonly seconds: number;
}

/** Puts a result together with its circumstances. */
export function recordOf(
  { metric, ...result }: MetricResult,
  { plan: { protocol, warnings }, extractor, options, reference, seconds }: Obtained,
): EvaluationRecord {
  const { gStep = null, dStep = null, images = null } = options.subject.counters ?? {};
  const { name, sha256, dimension, classes, input } = extractor;
  const ofReal = reference === undefined ? [] : warnings.real;
  return {
    gStep,
    dStep,
    images,
    ...result,
    metric: recordedKey(metric, name),
    warnings: [...warnings.generated, ...ofReal, ...result.warnings],
    protocol,
    protocolHash: protocolHash(protocol.settings),
    extractor: { name, sha256, dimension, classes, size: input.size, resizer: input.resizer },
    subject: options.subject.about,
    reference: reference?.about ?? null,
    seed: protocol.settings.seed,
    versions: { evenkeel: versions().evenkeel, engine: options.engine.description },
    measuredAt: new Date().toISOString(),
    seconds,
  };
}
