/**
 * Successive halving: all points of a sweep train a little, the better part of them goes on, and so forth.
 *
 * A rung is a step at which all contenders have stopped. Runs keep the config of the whole run and are
 * stopped at the rung (`train --until`), so a learning rate that falls until the last step is right, and a
 * run that goes through all rungs has the weights of one that never stopped, bit for bit. Who goes on
 * follows from the records in `metrics.jsonl` alone: nothing else has to be remembered.
 *
 * As a library: {@link expandSweep} and {@link createSweep} with a file that has `halving`, then
 * {@link driveSweep} with any executor, then {@link halvingStandings} for the places and the winner.
 *
 * @see Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter
 *   optimization".
 */
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { listCheckpoints } from "../checkpoint-files.ts";
import type { ConfigPath } from "../config/json-schema.ts";
import type { Config } from "../config/schema.ts";
import type { Problem } from "../config/sources.ts";
import { readJsonLines } from "../json-lines.ts";
import type { Sweep, SweepRun } from "./folder.ts";
import type { Point } from "./points.ts";
import type { HalvingDescription } from "./schema.ts";

/** How a sweep is halved; its file's `halving` with the rungs worked out. */
export interface Halving {
  /** A measure of `metrics.jsonl`, such as `evaluate/fid` or `loss/d`. */
  readonly metric: string;
  /** Whether a low value is good, or a high one. */
  readonly mode: "min" | "max";
  /** The part of the contenders that goes on, in (0, 1); at least one does. */
  readonly keep: number;
  /** Generator steps, ascending; the last are those of the whole run. */
  readonly rungs: readonly number[];
}

/** A point of the sweep at a rung: all seeds of it stay together. */
export interface Contender {
  readonly point: Point;
  /** The names of its runs, one for each seed. */
  readonly runs: readonly string[];
  /**
   * The mean over its seeds of the metric at the last record up to the rung; `null` while a seed is on its
   * way, and for good when one has failed or was cancelled.
   */
  readonly value: number | null;
  /** `out`: others were better, or a seed is lost; `open`: not decided yet. */
  readonly fate: "on" | "out" | "open";
}

/** Where the contenders of one rung stand, best first. */
export interface Rung {
  readonly step: number;
  readonly contenders: readonly Contender[];
  /** Whether all have arrived or are lost. */
  readonly isDecided: boolean;
}

/** How many of `points` points go to each rung if none is lost, and which part of all steps that is. */
export function halvedCost(
  { keep, rungs }: Pick<Halving, "keep" | "rungs">,
  points: number,
): { readonly counts: readonly number[]; readonly share: number } {
  const counts: number[] = [];
  let [steps, before] = [0, 0];
  for (const step of rungs) {
    const last = counts.at(-1);
    const count = last === undefined ? points : goingOn(last, keep);
    counts.push(count);
    steps += count * (step - before);
    before = step;
  }
  return { counts, share: steps / (points * before) };
}

/** What is wrong with a sweep's `halving` for these runs. */
export function halvingProblems(
  { metric, first }: HalvingDescription,
  configs: readonly Config[],
): Problem[] {
  const steps = [...new Set(configs.map((config) => config.steps))];
  const blind = configs.find(
    ({ evaluate: { every } }) => metric.startsWith("evaluate/") && !(every > 0 && every <= first),
  );
  const problem = (path: ConfigPath, text: string): Problem => ({
    path: ["halving", ...path],
    text,
  });
  return [
    ...(steps.length > 1
      ? [problem([], `all runs must have the same steps, got ${steps.join(", ")}`)]
      : []),
    ...(first >= Math.min(...steps)
      ? [
          problem(
            ["first"],
            `must be less than the ${Math.min(...steps)} steps of a run, got ${first}`,
          ),
        ]
      : []),
    ...(blind !== undefined
      ? [
          problem(
            [],
            `evaluate.every must be between 1 and first (${first}) so that ${metric} is there, got ${blind.evaluate.every}`,
          ),
        ]
      : []),
  ];
}

/**
 * The rungs of a sweep up to the first that is not decided, as the runs' files tell; none for a sweep
 * without halving. When the last rung is decided, its first contender is the winner.
 *
 * @param isLost whether a run will not go on: it has failed or was cancelled.
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
    const values = points.map((runs) =>
      meanAt(
        step,
        runs.map((run) => tracks.get(run) as Track),
      ),
    );
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
      return { point: runs[0]?.point ?? {}, runs: runs.map(({ name }) => name), value, fate };
    });
    rungs.push({ step, contenders, isDecided: !isOpen });
    if (isOpen) break;
    // in the order of the sweep, so that of equals the earlier stays the earlier
    points = points.filter((_, i) => going.has(i));
  }
  return rungs;
}

/** How far a run is saved, and what it has recorded on the way. */
interface Track {
  readonly saved: number;
  readonly records: readonly { readonly gStep: number; readonly value: number }[];
}

async function trackOf(sweep: Sweep, run: SweepRun, metric: string): Promise<Track> {
  const folder = sweep.fileOf(run, "folder");
  const saved = (await listCheckpoints(join(folder, "checkpoints"))).at(-1)?.step ?? 0;
  const records = (await readJsonLines(join(folder, "metrics.jsonl"))).flatMap((record) => {
    const { gStep, [metric]: value } = record;
    return typeof gStep === "number" && typeof value === "number" ? [{ gStep, value }] : [];
  });
  return { saved, records };
}

function meanAt(step: number, tracks: readonly Track[]): number | null {
  const values = tracks.map(({ saved, records }) =>
    saved < step ? undefined : records.findLast(({ gStep }) => gStep <= step)?.value,
  );
  if (values.some((value) => value === undefined)) return null;
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

/**
 * The rungs: `first` steps, then 1/`keep` times as many each, and `steps` at last. A rung that would leave
 * less than a factor of √(1/keep) to the end is left out.
 *
 * @param first generator steps of the first rung, less than `steps`.
 */
export function rungsOf(first: number, keep: number, steps: number): readonly number[] {
  const rungs: number[] = [];
  for (let step = first; step * Math.sqrt(1 / keep) < steps; step /= keep) {
    rungs.push(Math.round(step));
  }
  return [...rungs, steps];
}

/**
 * The indices of the contenders that go on, best first: a part `keep` of all, rounded up, but none whose
 * value is `null` or not finite. Of equals the earlier goes on.
 */
export function survivors(
  values: readonly (number | null)[],
  { keep, mode }: Pick<Halving, "keep" | "mode">,
): readonly number[] {
  const sign = mode === "min" ? 1 : -1;
  const sound = values.flatMap((value, i) => (Number.isFinite(value) ? [i] : []));
  const ranked = sound.sort(
    (a, b) => sign * ((values[a] as number) - (values[b] as number)) || a - b,
  );
  return ranked.slice(0, goingOn(values.length, keep));
}

/** A part of a number, rounded up, at least 1. */
function goingOn(count: number, keep: number): number {
  return Math.max(1, Math.ceil(keep * count - 1e-9));
}
