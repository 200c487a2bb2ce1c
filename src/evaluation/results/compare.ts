/** Compares results: which of them are comparable, and how the others differ. */
import { type Published, recipes } from "../../config/index.ts";
import { isInceptionName } from "../../metrics/extractors/index.ts";
import { protocolDifferences, resultOf } from "../../metrics/index.ts";
import { protocols } from "../../metrics/protocols/index.ts";
import type { EvaluationRecord } from "./record.ts";

/** A setting that differs between two results. */
export interface Difference {
  /** Such as `real.count` or `extractor.sha256`. */
  readonly field: string;
  readonly values: readonly [unknown, unknown];
}

/** A published value for the experiment that a run reproduces. */
export interface ComparedPublication extends Published {
  /** The run whose recipe it belongs to. */
  readonly label: string;
  /** The protocol that is closest to how it was measured. */
  readonly protocol: string;
  /** How the run's result was obtained differently; empty if the two are comparable. */
  readonly differences: readonly Difference[];
}

/** The results of one metric. */
export interface ComparedMetric {
  readonly key: string;
  readonly results: readonly {
    /** The run or file that the record comes from. */
    readonly label: string;
    readonly record: EvaluationRecord;
    /** How it differs from the first record; empty if the two are comparable. */
    readonly differences: readonly Difference[];
  }[];
  readonly published: readonly ComparedPublication[];
}

/** Records of one run or file. */
export interface ComparedSource {
  readonly label: string;
  readonly records: readonly EvaluationRecord[];
  /** The recipe of a run; its published values are shown with the run's results. */
  readonly recipe: string | undefined;
}

/** Puts the newest results of each metric under each protocol side by side. */
export function compareRecords(sources: readonly ComparedSource[]): readonly ComparedMetric[] {
  const newestOf = sources.map((source) => ({ ...source, records: newest(source.records) }));
  const all = newestOf.flatMap(({ label, records }) =>
    records.map((record) => ({ label, record })),
  );
  const keys = [...new Set(all.map(({ record }) => record.metric))];
  return keys.map((key) => {
    const results = all.filter(({ record }) => record.metric === key);
    const [first] = results;
    return {
      key,
      results: results.map((one) => ({
        ...one,
        differences: first === one ? [] : resultDifferences(first!.record, one.record),
      })),
      published: newestOf.flatMap((source) => publications(key, source)),
    };
  });
}

/** How two results of one metric were obtained differently, as far as it affects the number. */
export function resultDifferences(a: EvaluationRecord, b: EvaluationRecord): Difference[] {
  const settings = protocolDifferences(a.metric, a.protocol.settings, b.protocol.settings);
  const counted = settings.some(({ path }) => path.endsWith(".count"));
  const usesFeatures = resultOf(a.metric)?.settings.includes("features") ?? true;
  const pairs: [string, unknown, unknown][] = [
    ...(usesFeatures
      ? (["name", "sha256", "size", "resizer"] as const).map((key): [string, unknown, unknown] => [
          `extractor.${key}`,
          a.extractor?.[key],
          b.extractor?.[key],
        ])
      : []),
    ...(["name", "split", "digest"] as const).map((key): [string, unknown, unknown] => [
      `reference.${key}`,
      a.reference?.[key],
      b.reference?.[key],
    ]),
    // a metric may take fewer images than its protocol
    ...(counted
      ? []
      : [["counts.fake", a.counts.fake, b.counts.fake] as [string, unknown, unknown]]),
    ["shape", a.subject.shape.join(" x "), b.subject.shape.join(" x ")],
    // For images in a folder it is unknown how the generator was run.
    ...(a.subject.batchNorm === null || b.subject.batchNorm === null
      ? []
      : [["batchNorm", a.subject.batchNorm, b.subject.batchNorm] as [string, unknown, unknown]]),
  ];
  return [
    ...settings.map(({ path, values }) => ({ field: path, values })),
    ...pairs
      .filter(([, x, y]) => x !== y)
      .map(([field, x, y]): Difference => ({ field, values: [x, y] })),
  ];
}

/** The newest record of each metric under each protocol of each subject. */
function newest(records: readonly EvaluationRecord[]): EvaluationRecord[] {
  const keyOf = ({ metric, protocolHash, extractor, subject }: EvaluationRecord) =>
    [metric, protocolHash, extractor?.sha256, subject.path].join("\n");
  return [...new Map(records.map((record) => [keyOf(record), record])).values()];
}

/** The published values of a run's recipe for a metric, each with the differences. */
function publications(
  key: string,
  { label, records, recipe: name }: ComparedSource,
): ComparedPublication[] {
  const recipe = name !== undefined && Object.hasOwn(recipes, name) ? recipes[name] : undefined;
  const own = records.filter(({ metric }) => metric === key).at(-1);
  if (recipe?.measuredBy == null || own === undefined) return [];
  const protocol = protocols[recipe.measuredBy];
  return recipe.published
    .filter(({ metric }) => resultOf(key)?.metric === metric.toLowerCase())
    .map((one) => ({
      ...one,
      label,
      protocol: protocol.name,
      differences: [
        ...protocolDifferences(key, protocol.settings, own.protocol.settings).map(
          ({ path, values }) => ({ field: path, values }),
        ),
        ...(own.extractor && !isInceptionName(own.extractor.name)
          ? [{ field: "extractor", values: ["Inception", own.extractor.name] as const }]
          : []),
        ...(own.gStep === (recipe.config.steps ?? own.gStep)
          ? []
          : [{ field: "steps", values: [recipe.config.steps, own.gStep] as const }]),
      ],
    }));
}
