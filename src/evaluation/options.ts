/** The options of an evaluation. */

import type { FeatureExtractor } from "../metrics/extractors/index.ts";
import type { KnownMixture, MetricName } from "../metrics/index.ts";
import type { Protocol } from "../metrics/protocols/index.ts";
import type { Engine } from "../runtime/index.ts";
import type { EvaluationCallbacks } from "./progress.ts";
import type { ReferenceCache, ReferenceData, ReferenceImages } from "./reference/index.ts";
import type { Subject } from "./subject/index.ts";

/** What to measure, and with what. */
export interface EvaluationOptions extends EvaluationCallbacks {
  readonly subject: Subject;
  readonly protocols: readonly Protocol[];
  readonly metrics: readonly MetricName[];
  /** Real images; if `undefined`, metrics that compare with them are refused. */
  readonly reference: ReferenceData | undefined;
  /** Opens the extractor that a protocol names; called once per extractor. */
  readonly openExtractor: (features: Protocol["settings"]["features"]) => Promise<FeatureExtractor>;
  readonly cache: ReferenceCache;
  /** Keeps features of real images in memory for the next evaluation with the same extractor. */
  readonly memory?: Map<string, Promise<ReferenceImages>> | undefined;
  /** The engine that computes large matrix products. */
  readonly engine: Engine;
  /** The Gaussians that the points should be drawn from. */
  readonly mixture?: KnownMixture | undefined;
}
