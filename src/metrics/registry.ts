/** The metrics that there are. */

import { classAccuracyMetric } from "./class-accuracy.ts";
import { isInceptionName } from "./extractors/inception/variants.ts";
import { frechetMetric } from "./frechet.ts";
import { intraClassMetric } from "./frechet-classes.ts";
import { frechetInfinityMetric } from "./frechet-infinity.ts";
import { coveredMetric } from "./held-out/covered.ts";
import { memorizationMetric } from "./held-out/memorization.ts";
import { inceptionScoreMetric } from "./inception-score.ts";
import { kernelMetric } from "./kernel-distance.ts";
import { manifoldMetric } from "./manifold.ts";
import type { Metric, ResultKind } from "./metric.ts";
import { modesMetric } from "./modes.ts";
import { neighboursMetric } from "./neighbours.ts";

const registry = {
  is: inceptionScoreMetric,
  modes: modesMetric,
  fid: frechetMetric,
  kid: kernelMetric,
  prdc: manifoldMetric,
  "fid-infinity": frechetInfinityMetric,
  "intra-fid": intraClassMetric,
  "class-accuracy": classAccuracyMetric,
  neighbours: neighboursMetric,
  covered: coveredMetric,
  memorization: memorizationMetric,
} satisfies Readonly<Record<string, Metric>>;

/** The name of a metric: what one can ask for. */
export type MetricName = keyof typeof registry;

/** The metrics by their names; those that look at no real image come first. */
export const metrics: Readonly<Record<MetricName, Metric>> = registry;

/** The names of all metrics. */
export const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];

/** A number that a metric gives, as it is recorded. */
export interface RecordedKind extends ResultKind {
  /** The metric that gives it. */
  readonly metric: MetricName;
}

/** The kinds of results by the keys that they are recorded under, each with its name and head there. */
const kinds: ReadonlyMap<string, RecordedKind> = new Map(
  metricNames.flatMap((metric) =>
    Object.entries(metrics[metric].results).flatMap(([key, kind]): [string, RecordedKind][] => {
      const { elsewhere } = kind;
      const own = { ...kind, metric };
      return elsewhere === undefined
        ? [[key, own]]
        : [
            [key, own],
            [elsewhere.key, { ...own, name: elsewhere.name, head: elsewhere.head }],
          ];
    }),
  ),
);

/** The kind of result that is recorded under this key; `undefined` for a foreign key. */
export function resultOf(key: string): RecordedKind | undefined {
  return kinds.get(key);
}

/** The key that a result is recorded under: `fid`, or `frechet-distance` of another extractor's features. */
export function recordedKey(key: string, extractor: string): string {
  return (isInceptionName(extractor) ? undefined : kinds.get(key)?.elsewhere?.key) ?? key;
}
