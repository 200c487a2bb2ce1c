/** The results of a sweep, and the files that keep them. */
import { join } from "node:path";
import { csvText, writeFileAtomically } from "../../files/index.ts";
import { valueText } from "../plan/index.ts";
import { RESULT_FILES, type Sweep, type SweepRun } from "./folder.ts";
import { type RunValue, resultsOf, type SweepResult, valuesOf } from "./results.ts";
import { type SearchGroup, searchGroups } from "./search-standings.ts";
import type { Rung } from "./standings.ts";
import { type RunStatus, sweepRungs, sweepStatus } from "./status.ts";

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

/**
 * Collects the runs that are done; `results.csv` and `results.json` in the sweep's folder keep what came
 * out. Values of other steps, protocols or extractors never share a band.
 *
 * @throws EvenkeelError `DATA` for a damaged file of results, `DISK` if the disk refuses.
 */
export async function collectSweep(sweep: Sweep, runs: readonly SweepRun[]): Promise<SweepResults> {
  const statuses = await sweepStatus(sweep, runs);
  const values: RunValue[] = [];
  for (const { run } of statuses.filter(isDone)) values.push(...(await valuesOf(sweep, run)));
  const results = resultsOf(values);
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
      "median",
      "std",
    ],
    ...["least", "leastSeed", "most", "mostSeed", "better"],
    ...["best", "bestSeed", "worst", "worstSeed"],
  ];
  const rows = results.map((one) => [
    ...axes.map((axis) => (Object.hasOwn(one.point, axis) ? valueText(one.point[axis]) : null)),
    ...[one.source, one.measure, one.protocol, one.protocolHash, one.extractor],
    ...[one.gStep, one.runs, one.mean, one.median, one.std],
    ...[one.least.value, one.least.seed, one.most.value, one.most.seed, one.better],
    ...[one.best?.value ?? null, one.best?.seed ?? null],
    ...[one.worst?.value ?? null, one.worst?.seed ?? null],
  ]);
  return [head, ...rows];
}
