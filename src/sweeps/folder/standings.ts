/** The standings of a halved sweep, from the files of its runs. */

import { EvenkeelError } from "../../errors.ts";
import { readJsonLines } from "../../files/index.ts";
import { runFiles, savedStep } from "../../runs/folder/index.ts";
import { type Point, survivors } from "../plan/index.ts";
import type { Sweep, SweepRun } from "./folder.ts";

/** A point of the sweep at a rung: all seeds of it stay together. */
export interface Contender {
  readonly point: Point;
  /** The names of its runs, one for each seed. */
  readonly runs: readonly string[];
  /** The metric of each run at its last record up to the rung; `null` until it has arrived, or if it has none. */
  readonly values: readonly (number | null)[];
  /**
   * The mean over its seeds of the metric at the last record up to the rung; `null` until all seeds have
   * arrived, and for good if one has failed or was cancelled.
   */
  readonly value: number | null;
  /** `out`: others were better, or a seed is lost; `open`: not decided yet. */
  readonly fate: "on" | "out" | "open";
}

/** The standings at one rung, best first. */
export interface Rung {
  readonly step: number;
  readonly contenders: readonly Contender[];
  /** Whether all have arrived or are lost. */
  readonly isDecided: boolean;
}

/**
 * The rungs of a sweep up to the first that is not decided, from the files of its runs; none for a sweep
 * without halving. When the last rung is decided, its first contender is the winner.
 *
 * @param isLost whether a run will not continue: it has failed or was cancelled.
 * @throws EvenkeelError `CONFIG` if all have come to a rung and none has recorded the metric.
 */
export async function halvingStandings(
  sweep: Sweep,
  isLost: (run: SweepRun) => boolean,
): Promise<readonly Rung[]> {
  const { halving } = sweep;
  if (halving === null) return [];
  const rungs: Rung[] = [];
  const tracks = new Map<SweepRun, Track>();
  for (const run of sweep.runs) tracks.set(run, await trackOf(sweep, run, halving.metric));
  let points = groupsOf(sweep.runs);
  for (const step of halving.rungs) {
    const isOpen = points.some((runs) =>
      runs.some((run) => !isLost(run) && (tracks.get(run) as Track).saved < step),
    );
    const each = points.map((runs) => runs.map((run) => valueAt(step, tracks.get(run) as Track)));
    const values = each.map(meanOf);
    const isLast = step === halving.rungs.at(-1);
    const order = survivors(values, { ...halving, keep: 1 });
    if (!isOpen && order.length === 0 && points.some((runs) => !runs.some(isLost))) {
      throw new EvenkeelError(
        "CONFIG",
        `halving.metric: must be recorded by then, got no ${halving.metric} up to step ${step} in ${sweep.path}`,
        {
          advice:
            "A run's metrics.jsonl names its measures; logEvery and evaluate.every set their steps.",
        },
      );
    }
    const going = new Set(isLast ? order : survivors(values, halving));
    const rest = points.flatMap((_, i) => (order.includes(i) ? [] : [i]));
    const contenders = [...order, ...rest].map((i): Contender => {
      const runs = points[i] as readonly SweepRun[];
      const fate = isOpen ? "open" : going.has(i) ? "on" : "out";
      const value = values[i] as number | null;
      const names = runs.map(({ name }) => name);
      return { point: runs[0]?.point ?? {}, runs: names, values: each[i] ?? [], value, fate };
    });
    rungs.push({ step, contenders, isDecided: !isOpen });
    if (isOpen) break;
    // in the order of the sweep, so that of equals the earlier stays the earlier
    points = points.filter((_, i) => going.has(i));
  }
  return rungs;
}

/** The mean of a measure over runs, of each its last record; `null` if one has none. */
export async function meanAtEnd(
  sweep: Sweep,
  runs: readonly SweepRun[],
  metric: string,
): Promise<number | null> {
  const tracks = await Promise.all(runs.map((run) => trackOf(sweep, run, metric)));
  return meanOf(tracks.map((track) => valueAt(0, track, Number.POSITIVE_INFINITY)));
}

/** How far a run is saved, and what it has recorded on the way. */
interface Track {
  readonly saved: number;
  readonly records: readonly { readonly gStep: number; readonly value: number }[];
}

async function trackOf(sweep: Sweep, run: SweepRun, metric: string): Promise<Track> {
  const folder = sweep.fileOf(run, "folder");
  const saved = await savedStep(folder);
  const records = (await readJsonLines(runFiles(folder).metrics)).flatMap((record) => {
    const { gStep, [metric]: value } = record;
    return typeof gStep === "number" && typeof value === "number" ? [{ gStep, value }] : [];
  });
  return { saved, records };
}

/** The value of the last record up to a step; `null` until the run is saved at `from`, or without a record. */
function valueAt(from: number, { saved, records }: Track, upTo = from): number | null {
  if (saved < from) return null;
  return records.findLast(({ gStep }) => gStep <= upTo)?.value ?? null;
}

/** The mean of values; `null` if one is missing. */
function meanOf(values: readonly (number | null)[]): number | null {
  if (values.some((value) => value === null)) return null;
  return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length;
}

/** The runs of each point, in the order of the sweep. */
function groupsOf(runs: readonly SweepRun[]): readonly (readonly SweepRun[])[] {
  const groups = new Map<string, SweepRun[]>();
  for (const run of runs) {
    const key = JSON.stringify(run.point);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [run]);
    else group.push(run);
  }
  return [...groups.values()];
}
