/** The metrics of one protocol, from features of real and of generated images. */
import { EvenkeelError } from "../errors.ts";
import {
  type ComputeOptions,
  type FeatureExtractor,
  type FeatureMatrix,
  featureStatistics,
  frechetDistance,
  frechetDistanceInfinity,
  type InceptionScoreOptions,
  inceptionScore,
  intraClassFrechetDistance,
  isInception,
  kernelDistance,
  type MetricName,
  type Protocol,
  type ProtocolSettings,
  precisionRecallDensityCoverage,
  type ResultKey,
} from "../metrics/index.ts";
import { randomStream } from "../random.ts";
import type { Collected } from "./collect.ts";
import type { RealFeatures } from "./reference.ts";

/** One number of a metric, before it is recorded. */
export interface Measured {
  readonly key: ResultKey;
  readonly value: number;
  readonly spread: { readonly std: number; readonly over: string; readonly count: number } | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  readonly counts: { readonly real: number; readonly fake: number };
}

/** What metrics are computed from. */
export interface Sides {
  readonly protocol: Protocol;
  readonly extractor: FeatureExtractor;
  readonly fake: Collected;
  /** `undefined` where there are no real images. */
  readonly real: RealFeatures | undefined;
  readonly compute: ComputeOptions;
}

type Compute = (sides: Sides, real: RealFeatures) => Promise<readonly Measured[]>;

/** The metrics that compare features with those of real images. */
const comparisons = {
  fid: async ({ fake, compute }, real) => {
    const counts = { real: real.count, fake: fake.features.rows };
    const ours = await featureStatistics(fake.features, compute);
    const { value, meanTerm, traceTerm, warnings } = await frechetDistance(
      await real.statistics(),
      ours,
      compute,
    );
    const details = { meanTerm, traceTerm };
    return [{ key: "fid", value, spread: null, details, warnings, counts }];
  },
  kid: async ({ fake, protocol, compute }, real) => {
    const { subsets, size } = protocol.settings.kernel;
    const result = await kernelDistance(await real.matrix(), fake.features, {
      ...compute,
      subsets,
      subsetSize: size,
      stream: randomStream(protocol.settings.seed, "evaluation/kid"),
    });
    const { mean, std, warnings, subsetSize } = result;
    const counts = { real: real.count, fake: fake.features.rows };
    const spread = { std, over: "subsets", count: subsets };
    return [{ key: "kid", value: mean, spread, details: { subsetSize }, warnings, counts }];
  },
  prdc: async ({ fake, protocol, compute }, real) => {
    const { k, count } = protocol.settings.neighbours;
    const [a, b] = [firstRows(await real.matrix(), count), firstRows(fake.features, count)];
    const result = await precisionRecallDensityCoverage(a, b, { ...compute, k });
    const counts = { real: a.rows, fake: b.rows };
    const one = (key: "coverage" | "density" | "precision" | "recall"): Measured => ({
      key,
      value: result[key],
      spread: null,
      details: { k },
      warnings: [],
      counts,
    });
    return [one("coverage"), one("density"), one("precision"), one("recall")];
  },
  "fid-infinity": async ({ fake, protocol, compute }, real) => {
    const { value, slope, r2, points } = await frechetDistanceInfinity(
      await real.statistics(),
      fake.features,
      { ...compute, stream: randomStream(protocol.settings.seed, "evaluation/fid-infinity") },
    );
    const counts = { real: real.count, fake: fake.features.rows };
    return [
      {
        key: "fid-infinity",
        value,
        spread: null,
        details: { slope, r2, points },
        warnings: [],
        counts,
      },
    ];
  },
  "intra-fid": async ({ fake, compute }, real) => {
    if (fake.labels === undefined) {
      throw new EvenkeelError(
        "USAGE",
        "evaluate: intra-fid needs the class of each generated image, which nobody knows here",
        { advice: "It is for conditional generators, and for folders with a sub-folder a class." },
      );
    }
    const result = await intraClassFrechetDistance(
      await real.matrix(),
      real.labels,
      fake.features,
      fake.labels,
      compute,
    );
    const { mean, perClass, warnings } = result;
    const values = perClass.map(({ value }) => value);
    const std = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    const spread = { std, over: "classes", count: values.length };
    const counts = { real: real.count, fake: fake.features.rows };
    return [{ key: "intra-fid", value: mean, spread, details: { perClass }, warnings, counts }];
  },
} as const satisfies Partial<Record<MetricName, Compute>>;

/** Metrics that need real images. */
export const comparing: readonly MetricName[] = [
  ...(Object.keys(comparisons) as (keyof typeof comparisons)[]),
  "neighbours",
];

/**
 * Computes a metric.
 *
 * @throws EvenkeelError `USAGE` when the extractor has no classes or nobody knows the images' ones; `DATA`
 *   when features are not finite.
 */
export async function measure(
  metric: keyof typeof comparisons | "is",
  sides: Sides,
): Promise<readonly Measured[]> {
  if (metric === "is") return [score(sides)];
  if (sides.real === undefined) throw new Error(`internal: no real images for ${metric}`);
  return comparisons[metric](sides, sides.real);
}

function score({ protocol, extractor, fake }: Sides): Measured {
  if (fake.logits === null) {
    throw new EvenkeelError(
      "USAGE",
      `evaluate: is needs class scores, and the extractor ${extractor.name} gives none`,
      { advice: "Leave is out of --metrics, or name another extractor with --features." },
    );
  }
  const { parts, classes } = protocol.settings.inceptionScore;
  const { mean, std, scores } = inceptionScore(fake.logits, {
    from: "logits",
    splits: parts,
    ...classOptions(classes, extractor),
  });
  const perPart = Math.floor(fake.logits.rows / parts);
  const few =
    isInception(extractor.name) && perPart < 5000
      ? [`${perPart} images in a part are few: the score rises with them, papers have 5000`]
      : [];
  return {
    key: "is",
    value: mean,
    spread: parts === 1 ? null : { std, over: "parts", count: parts },
    details: { scores },
    warnings: few,
    counts: { real: 0, fake: fake.logits.rows },
  };
}

/** The slice of the classes; a network of other classes than the original's has its own, all of them. */
function classOptions(
  slice: ProtocolSettings["inceptionScore"]["classes"],
  { classes }: FeatureExtractor,
): InceptionScoreOptions {
  if (slice === "all" || classes !== 1008) return {};
  return slice === "first-1000"
    ? { classes: { begin: 0, end: 1000, of: "logits" } }
    : { classes: { begin: 1, end: 1001, of: "probabilities" } };
}

function firstRows(matrix: FeatureMatrix, count: number): FeatureMatrix {
  const rows = Math.min(count, matrix.rows);
  return { ...matrix, data: matrix.data.subarray(0, rows * matrix.columns), rows };
}
