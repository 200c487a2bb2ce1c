/** The results of a sweep: the band over the seeds of every measure at every point. */

import { join } from "node:path";
import { readEvaluations } from "../../evaluation/results/index.ts";
import { csvText, writeFileAtomically } from "../../files/index.ts";
import { resultOf } from "../../metrics/index.ts";
import { bandOf, measuresOf } from "../../runs/experiments/index.ts";
import { lastRecord, runFiles } from "../../runs/folder/index.ts";
import type { Point } from "../plan/index.ts";
import { valueText } from "../plan/index.ts";
import { RESULT_FILES, type Sweep, type SweepRun } from "./folder.ts";
import { type SearchGroup, searchGroups } from "./search-standings.ts";
import type { Rung } from "./standings.ts";
import { type RunStatus, sweepRungs, sweepStatus } from "./status.ts";

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
  /** Sample standard deviation (divisor n − 1); `null` for a single run. */
  readonly std: number | null;
  readonly least: SeedValue;
  readonly most: SeedValue;
  /** Which is better, where that is known, and so the best and the worst seed. */
  readonly better: "lower" | "higher" | null;
  readonly best: SeedValue | null;
  readonly worst: SeedValue | null;
}

/** What came of a sweep. */
export interface SweepResults {
  readonly name: string;
  readonly results: readonly SweepResult[];
  /** Where the points of a sweep that is halved stood; none for any other. */
  readonly rungs: readonly Rung[];
  /** What a search has found; none of any other sweep. */
  readonly search: readonly SearchGroup[];
  /** Runs that are in no band. */
  readonly leftOut: readonly {
    readonly name: string;
    readonly state: string;
    readonly reason: string | null;
  }[];
  /** The files that keep them. */
  readonly files: { readonly csv: string; readonly json: string };
}

interface Value
  extends Pick<
    SweepResult,
    "source" | "measure" | "protocol" | "protocolHash" | "extractor" | "gStep" | "point"
  > {
  readonly better: "lower" | "higher" | null;
  readonly seed: number;
  readonly value: number;
}

/**
 * Collects the runs that are done; `results.csv` and `results.json` in the sweep's folder keep what came
 * out. Values of other steps, protocols or extractors never share a band.
 *
 * @throws EvenkeelError `DATA` for a damaged file of results, `DISK` if the disk refuses.
 */
export async function collectSweep(sweep: Sweep, runs: readonly SweepRun[]): Promise<SweepResults> {
  const statuses = await sweepStatus(sweep, runs);
  const groups = new Map<string, Value[]>();
  for (const { run } of statuses.filter(isDone)) {
    for (const value of await valuesOf(sweep, run)) {
      const { point, source, measure, protocolHash, extractor, gStep } = value;
      const key = JSON.stringify([point, source, measure, protocolHash, extractor, gStep]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [value]);
      else group.push(value);
    }
  }
  const results = [...groups.values()].map(resultFrom);
  const leftOut = statuses
    .filter((status) => !isDone(status))
    .map(({ run, state, reason }) => ({ name: run.name, state, reason }));
  const files = {
    csv: join(sweep.path, RESULT_FILES.csv),
    json: join(sweep.path, RESULT_FILES.json),
  };
  const rungs = await sweepRungs(sweep);
  const search = await searchGroups(sweep);
  const content = { name: sweep.name, results, leftOut, rungs, search };
  await writeFileAtomically(files.csv, csvText(rowsOf(results)));
  await writeFileAtomically(files.json, `${JSON.stringify(content, null, 1)}\n`);
  return { ...content, files };
}

const isDone = ({ state }: RunStatus) => state === "done";

async function valuesOf(sweep: Sweep, run: SweepRun): Promise<Value[]> {
  const { point, seed } = run;
  const files = runFiles(sweep.fileOf(run, "folder"));
  const record = (await lastRecord(files.metrics)) ?? { gStep: 0 };
  const logged = measuresOf(record).map(([measure, value]): Value => {
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
  const evaluated = new Map<string, Value>();
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

function resultFrom(values: readonly Value[]): SweepResult {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const [first, last] = [sorted[0] as Value, sorted.at(-1) as Value];
  const [least, most] = [first, last].map(({ seed, value }) => ({ seed, value })) as [
    SeedValue,
    SeedValue,
  ];
  const { runs, mean, std } = bandOf(values.map(({ value }) => value));
  const { seed: _seed, value: _value, better, ...what } = first;
  const [best, worst] =
    better === null ? [null, null] : better === "lower" ? [least, most] : [most, least];
  return { ...what, runs, mean, std, least, most, better, best, worst };
}

/** The table with its head: a column for each axis, then those of a result. */
function rowsOf(results: readonly SweepResult[]): (string | number | null)[][] {
  const axes = [...new Set(results.flatMap(({ point }) => Object.keys(point)))];
  const head = [
    ...axes,
    ...[
      "source",
      "measure",
      "protocol",
      "protocolHash",
      "extractor",
      "gStep",
      "runs",
      "mean",
      "std",
    ],
    ...["least", "leastSeed", "most", "mostSeed", "better"],
    ...["best", "bestSeed", "worst", "worstSeed"],
  ];
  const rows = results.map((one) => [
    ...axes.map((axis) => (Object.hasOwn(one.point, axis) ? valueText(one.point[axis]) : null)),
    ...[one.source, one.measure, one.protocol, one.protocolHash, one.extractor],
    ...[one.gStep, one.runs, one.mean, one.std],
    ...[one.least.value, one.least.seed, one.most.value, one.most.seed, one.better],
    ...[one.best?.value ?? null, one.best?.seed ?? null],
    ...[one.worst?.value ?? null, one.worst?.seed ?? null],
  ]);
  return [head, ...rows];
}
