/** A sweep as its page shows it: states, results and standings, from the files of its runs. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { refusal } from "../../errors.ts";
import { sweepOverview } from "../../sweeps/execution/index.ts";
import {
  openSweep,
  type Rung,
  type RunStatus,
  type RunValue,
  resultsOf,
  type Sweep,
  valuesOf,
} from "../../sweeps/folder/index.ts";
import type { Point } from "../../sweeps/plan/index.ts";
import { shell } from "../../text.ts";
import type { FoundSweep, Library } from "../library/index.ts";
import type { SweepAnswer, SweepBand } from "./answers.ts";
import { axesOf, valuesOn } from "./axes.ts";
import { measureKey, measuresOf } from "./measures.ts";
import { halvingOf, searchOf } from "./standings.ts";

/**
 * Reads a sweep. Nothing is written.
 *
 * @throws EvenkeelError `RUN_FOLDER` if its folder is gone or damaged, or links lead out of it; `CONFIG` if no run of a
 *   halved sweep has recorded its metric; `DATA` for a damaged file of results; `DISK` if the disk refuses.
 */
export async function readSweep(
  { id, folder }: FoundSweep,
  library: Library,
): Promise<SweepAnswer> {
  const sweep = await openSweep(folder);
  await refuseLinks(folder);
  const { statuses, counts, rungs, search, isMoving, slurm } = await sweepOverview(sweep);
  const { points, placeOf } = pointsOf(sweep);
  const values = withRungs(sweep, await endedValues(sweep, statuses), rungs);
  const all = [...values.values()].flat();
  const results = bandsOf(all);
  const axes = axesOf(points.map(({ point }) => point));
  return {
    id,
    name: sweep.name,
    folder,
    commands: [
      shell`npx evenkeel sweep status ${folder}`,
      shell`npx evenkeel sweep resume ${folder}`,
      shell`npx evenkeel sweep collect ${folder}`,
      shell`npx evenkeel report ${folder}`,
    ],
    counts: Object.entries(counts).flatMap(([state, count]) => (count > 0 ? { state, count } : [])),
    isMoving,
    problem: slurm.problem ?? null,
    axes,
    points: points.map(({ point, searched }) => ({
      values: valuesOn(axes, point),
      number: searched?.number ?? null,
      results: results.get(JSON.stringify(point)) ?? {},
    })),
    measures: measuresOf(all),
    runs: statuses.map(({ run, state, gStep, secondsLeft, reason }) => {
      const entry = library.get(`${id}/runs/${run.name}`);
      const own = values.get(run.name) ?? [];
      return {
        name: run.name,
        id: entry?.id ?? null,
        point: placeOf(run.point),
        seed: run.seed,
        ...{ state, gStep, steps: run.steps, secondsLeft, reason },
        samples: entry?.samples ?? [],
        values: Object.fromEntries(own.map((value) => [measureKey(value), value.value])),
      };
    }),
    halving: halvingOf(sweep, rungs, placeOf),
    search: searchOf(sweep, search),
  };
}

/** What runs came to that will not go on, by their names. */
async function endedValues(
  sweep: Sweep,
  statuses: readonly RunStatus[],
): Promise<ReadonlyMap<string, readonly RunValue[]>> {
  const values = new Map<string, readonly RunValue[]>();
  for (const { run, state } of statuses) {
    if (state === "done" || state === "dropped") values.set(run.name, await valuesOf(sweep, run));
  }
  return values;
}

/** Values of runs with those of a halved sweep's metric at its rungs, by which points that went on are compared. */
function withRungs(
  { halving, runs }: Sweep,
  values: ReadonlyMap<string, readonly RunValue[]>,
  rungs: readonly Rung[],
): ReadonlyMap<string, readonly RunValue[]> {
  if (halving === null) return values;
  const byName = new Map(runs.map((run) => [run.name, run]));
  const all = new Map(values);
  for (const { step, contenders } of rungs) {
    for (const { point, runs: names, values: atRung } of contenders) {
      for (const [i, name] of names.entries()) {
        const value = atRung[i];
        const seed = byName.get(name)?.seed;
        if (value == null || !Number.isFinite(value) || seed === undefined) continue;
        const one: RunValue = {
          ...{ point, seed, value, source: "metrics", measure: halving.metric, gStep: step },
          ...{ protocol: null, protocolHash: null, extractor: null, better: null },
        };
        const others = (all.get(name) ?? []).filter(
          (other) => measureKey(other) !== measureKey(one),
        );
        all.set(name, [one, ...others]);
      }
    }
  }
  return all;
}

/** A run of each point of a sweep, in their order, and the place of a point. */
function pointsOf({ runs }: Sweep) {
  const places = new Map<string, number>();
  const points = runs.filter(({ point }) => {
    const key = JSON.stringify(point);
    if (places.has(key)) return false;
    places.set(key, places.size);
    return true;
  });
  return { points, placeOf: (point: Point) => places.get(JSON.stringify(point)) as number };
}

/** The bands of values by points, as JSON, and by keys of measures. */
function bandsOf(
  values: readonly RunValue[],
): ReadonlyMap<string, Readonly<Record<string, SweepBand>>> {
  const bands = new Map<string, Record<string, SweepBand>>();
  for (const result of resultsOf(values)) {
    const { point, runs, median, mean, std, least, most } = result;
    const key = JSON.stringify(point);
    const own = bands.get(key) ?? {};
    own[measureKey(result)] = { runs, median, mean, std, least: least.value, most: most.value };
    bands.set(key, own);
  }
  return bands;
}

/** The folders of a sweep that are read. */
const READ = [".", "runs", "marks"];

/** Refuses a sweep whose folder has links: they may lead anywhere. */
async function refuseLinks(folder: string): Promise<void> {
  for (const part of READ) {
    const entries = await readdir(join(folder, part), { withFileTypes: true }).catch(() => []);
    const link = entries.find((entry) => entry.isSymbolicLink());
    if (link === undefined) continue;
    throw refusal("RUN_FOLDER", {
      where: folder,
      rule: "must hold files and folders, as links are not followed",
      got: `the link ${join(part, link.name)}`,
      advice: "Put what it leads to in its place.",
    });
  }
}
