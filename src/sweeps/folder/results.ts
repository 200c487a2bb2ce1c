/** The band over the seeds of every measure at every point. */
import { readEvaluations } from "../../evaluation/results/index.ts";
import { resultOf } from "../../metrics/index.ts";
import { bandOf, measuresOf } from "../../runs/experiments/index.ts";
import { lastRecord, runFiles } from "../../runs/folder/index.ts";
import { medianOf } from "../../statistics/index.ts";
import type { Point } from "../plan/index.ts";
import type { Sweep, SweepRun } from "./folder.ts";

/** A value of one run. */
export interface SeedValue {
  readonly seed: number;
  readonly value: number;
}

/** What the runs of one point are like in one measure at one step. */
export interface SweepResult {
  readonly point: Point;
  /** `metrics`: of the last record of `metrics.jsonl`; `evaluations`: of the last evaluation. */
  readonly source: "metrics" | "evaluations";
  readonly measure: string;
  /** Of evaluations: the protocol's name, the hash of its settings, the extractor's hash. */
  readonly protocol: string | null;
  readonly protocolHash: string | null;
  readonly extractor: string | null;
  readonly gStep: number;
  readonly runs: number;
  readonly mean: number;
  readonly median: number;
  /** Sample standard deviation (divisor n − 1); `null` for a single run. */
  readonly std: number | null;
  readonly least: SeedValue;
  readonly most: SeedValue;
  /** Which is better, where that is known, and so the best and the worst seed. */
  readonly better: "lower" | "higher" | null;
  readonly best: SeedValue | null;
  readonly worst: SeedValue | null;
}

/** What one run came to in one measure. */
export interface RunValue
  extends Pick<
    SweepResult,
    "source" | "measure" | "protocol" | "protocolHash" | "extractor" | "gStep" | "point" | "better"
  > {
  readonly seed: number;
  readonly value: number;
}

/** Measures of the training records that tables show without being asked. */
const SHOWN = [/^loss\//, /^modes\//, /^evaluate\//];

/** Whether a table shows a measure without being asked. */
export function isShown({ source, measure }: Pick<SweepResult, "source" | "measure">): boolean {
  return source === "evaluations" || SHOWN.some((one) => one.test(measure));
}

/** The bands of values; those of other steps, protocols or extractors never share one. */
export function resultsOf(values: Iterable<RunValue>): readonly SweepResult[] {
  const groups = new Map<string, RunValue[]>();
  for (const value of values) {
    const { point, source, measure, protocolHash, extractor, gStep } = value;
    const key = JSON.stringify([point, source, measure, protocolHash, extractor, gStep]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()].map(resultFrom);
}

/**
 * What a run came to: the measures of its last record, and the last evaluation of each metric and protocol.
 *
 * @throws EvenkeelError `DATA` for a damaged file of results.
 */
export async function valuesOf(sweep: Sweep, run: SweepRun): Promise<readonly RunValue[]> {
  const { point, seed } = run;
  const files = runFiles(sweep.fileOf(run, "folder"));
  const record = (await lastRecord(files.metrics)) ?? { gStep: 0 };
  const logged = measuresOf(record).map(([measure, value]): RunValue => {
    const kind = measure.startsWith("evaluate/") ? resultOf(measure.slice(9)) : undefined;
    const none = { protocol: null, protocolHash: null, extractor: null };
    const better = betterOf(kind?.better);
    return {
      point,
      seed,
      source: "metrics",
      measure,
      ...none,
      gStep: record.gStep as number,
      better,
      value,
    };
  });
  // of each measure under each protocol the last one counts
  const evaluated = new Map<string, RunValue>();
  for (const one of await readEvaluations(files.evaluations)) {
    const { metric, value, protocol, protocolHash, extractor } = one;
    const key = [metric, protocolHash, extractor?.sha256].join();
    const gStep = one.gStep ?? 0;
    if (!Number.isFinite(value) || gStep < (evaluated.get(key)?.gStep ?? 0)) continue;
    evaluated.set(key, {
      point,
      seed,
      source: "evaluations",
      measure: metric,
      protocol: protocol.name,
      protocolHash,
      extractor: extractor?.sha256 ?? null,
      gStep,
      better: betterOf(resultOf(metric)?.better),
      value,
    });
  }
  return [...logged, ...evaluated.values()];
}

function betterOf(better: string | undefined): "lower" | "higher" | null {
  return better === "lower" || better === "higher" ? better : null;
}

function resultFrom(values: readonly RunValue[]): SweepResult {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const [first, last] = [sorted[0] as RunValue, sorted.at(-1) as RunValue];
  const [least, most] = [first, last].map(({ seed, value }) => ({ seed, value })) as [
    SeedValue,
    SeedValue,
  ];
  const numbers = values.map(({ value }) => value);
  const { runs, mean, std } = bandOf(numbers);
  const { seed: _seed, value: _value, better, ...what } = first;
  const [best, worst] =
    better === null ? [null, null] : better === "lower" ? [least, most] : [most, least];
  const median = medianOf(numbers);
  return { ...what, runs, mean, median, std, least, most, better, best, worst };
}
