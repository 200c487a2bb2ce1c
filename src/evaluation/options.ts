/** What an evaluation works with. */
import type { FeatureExtractor, KnownMixture, MetricName, Protocol } from "../metrics/index.ts";
import type { Engine } from "../runtime/index.ts";
import type { EvaluationCallbacks } from "./collect.ts";
import type { RealFeatures, ReferenceData } from "./reference.ts";
import type { ReferenceCache } from "./reference-cache.ts";
import type { Subject } from "./subject.ts";

/** What to measure, with what. */
export interface EvaluationOptions extends EvaluationCallbacks {
  readonly subject: Subject;
  readonly protocols: readonly Protocol[];
  readonly metrics: readonly MetricName[];
  /** Real images; `undefined`: metrics that compare with them are refused. */
  readonly reference: ReferenceData | undefined;
  /** Opens what a protocol names; asked once for each that is named. */
  readonly openExtractor: (features: Protocol["settings"]["features"]) => Promise<FeatureExtractor>;
  readonly cache: ReferenceCache;
  /** As in {@link realFeatures}. */
  readonly memory?: Map<string, Promise<RealFeatures>> | undefined;
  /** Where the large products of the arithmetic run. */
  readonly engine: Engine;
  /** The Gaussians that points should come from, for `modes`. */
  readonly mixture?: KnownMixture | undefined;
}
