/** Features and class scores of generated images, computed once for all protocols that share them. */

import type { FeatureExtractor } from "../metrics/extractors/index.ts";
import type { Protocol } from "../metrics/protocols/index.ts";
import type { EvaluationCallbacks } from "./progress.ts";
import { type Collected, collect, type ImageSource } from "./subject/index.ts";

/** The number of images that a protocol's metrics need. */
export interface Need {
  readonly features: number;
  readonly logits: number;
  readonly pixels: number;
}

/** The features of generated images, for all protocols. */
export interface GeneratedFeatures {
  /** Features of the first `need.features` images, scores of the first `need.logits`, the first `need.pixels` themselves. */
  get(protocol: Protocol, need: Need): Promise<Collected>;
}

/**
 * Features of generated images. Protocols with the same rounding and seed share them, since their first
 * images are the same.
 *
 * @param planned the needs of all protocols, so that the largest number is computed at once.
 */
export function generatedFeatures(
  source: ImageSource,
  extractor: FeatureExtractor,
  planned: readonly (readonly [Protocol, Need])[],
  callbacks: EvaluationCallbacks,
): GeneratedFeatures {
  const computed = new Map<string, Promise<Collected>>();
  const groupOf = ({ settings: { fake, seed } }: Protocol) => `${fake.rounding}/${seed}`;
  return {
    async get(protocol, need) {
      const group = groupOf(protocol);
      const all = planned.filter(([other]) => groupOf(other) === group).map(([, other]) => other);
      const most = (key: keyof Need) => Math.max(need[key], ...all.map((other) => other[key]));
      const collected =
        computed.get(group) ??
        collect(source, extractor, {
          ...callbacks,
          task: "features of generated images",
          seed: protocol.settings.seed,
          features: most("features"),
          logits: most("logits"),
          pixels: most("pixels"),
          rounding: protocol.settings.fake.rounding,
        });
      computed.set(group, collected);
      return first(await collected, need);
    },
  };
}

/** The first rows of what was collected. */
function first({ features, logits, pixels, labels }: Collected, need: Need): Collected {
  const rows = (matrix: Collected["features"], count: number) => ({
    data: matrix.data.subarray(0, count * matrix.columns),
    rows: count,
    columns: matrix.columns,
  });
  return {
    features: rows(features, need.features),
    logits: logits && need.logits > 0 ? rows(logits, need.logits) : null,
    pixels: {
      ...pixels,
      data: pixels.data.subarray(0, need.pixels * pixels.columns),
      rows: need.pixels,
    },
    labels: labels?.subarray(0, need.features),
  };
}
