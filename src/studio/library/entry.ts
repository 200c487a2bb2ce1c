/** One run of the library: what the list shows of it, kept up to date from its folder. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { toneOf } from "../../analysis/health/index.ts";
import { readYaml } from "../../config/index.ts";
import {
  type EvaluationRecord,
  readEvaluations,
  resultMode,
} from "../../evaluation/results/index.ts";
import { readTextIfPresent, reasonOf } from "../../files/index.ts";
import {
  liveAttempt,
  openRunFolder,
  type RunInfo,
  runFiles,
  type StepRecord,
} from "../../runs/folder/index.ts";
import { progressOf, sampleFiles, stepsOf } from "../../training/index.ts";
import type { ConfigValue, RunMetric, RunNotes, RunStatus, RunSummary } from "../api.ts";
import { configValues } from "./config-values.ts";
import type { FoundRun } from "./discover.ts";
import { type FollowedLines, followLines } from "./follow-lines.ts";
import { NOTES_FILE, readNotes } from "./notes.ts";

/** Bytes at the end of the records that are read at first, and records that are kept for the speed. */
const [TAIL, KEPT] = [1 << 16, 64];

/** What is known of a run. */
export interface RunEntry extends FoundRun {
  /** `undefined` if the folder is damaged. */
  readonly info: RunInfo | undefined;
  readonly evaluations: readonly EvaluationRecord[];
  /** Generator steps that samples are there of, ascending. */
  readonly samples: readonly number[];
  /** Whether a process trains it, which may write at any moment. */
  readonly isActive: boolean;
  /**
   * Looks at the folder; returns whether anything has changed. Never throws.
   *
   * @param depth `records` of a run that is trained, `state` of one that is not: cheap looks at one file each, of which
   *   the latter becomes a whole one if the state has changed; default: the whole folder.
   */
  refresh(depth?: "whole" | "records" | "state"): Promise<boolean>;
  /** Reads the config, unless it was read since it changed. */
  config(): Promise<Readonly<Record<string, ConfigValue>>>;
  /** What the list shows, with the values of these keys as far as the config has been read. */
  summary(keys?: readonly string[]): RunSummary;
}

/** The entry of a run that was found; empty until it is refreshed. */
export function createEntry(found: FoundRun): RunEntry {
  const files = runFiles(found.folder);
  const watched = {
    info: files.info,
    config: files.config,
    metrics: files.metrics,
    evaluations: files.evaluations,
    samples: files.samples,
    notes: join(found.folder, NOTES_FILE),
  };
  type Watched = keyof typeof watched;
  let stamps: Partial<Record<Watched, string>> = {};
  let info: RunInfo | undefined;
  let problem: string | null = null;
  let alive = false;
  let evaluations: readonly EvaluationRecord[] = [];
  let samples: readonly number[] = [];
  let notes: RunNotes = { tags: [], note: "", archived: false };
  let config: { readonly stamp: string; readonly values: Record<string, ConfigValue> } | undefined;
  let steps: number | null = null;
  let lines: FollowedLines = followLines(files.metrics, TAIL);
  let records: readonly StepRecord[] = [];

  const readConfig = async () => {
    const stamp = stamps.config ?? "";
    if (config?.stamp === stamp) return config.values;
    const { value } = readYaml((await readTextIfPresent(files.config, "small")) ?? "");
    steps = stepsOf(value);
    config = { stamp, values: configValues(value) };
    return config.values;
  };
  const readRecords = async () => {
    const { records: added, replaced } = await lines.next();
    records = lastSteps(replaced ? [] : records, added);
  };
  const entry: RunEntry = {
    ...found,
    get info() {
      return info;
    },
    get evaluations() {
      return evaluations;
    },
    get samples() {
      return samples;
    },
    get isActive() {
      return alive;
    },
    async refresh(depth = "whole") {
      const before = stamps;
      const looked = {
        whole: watched,
        records: { metrics: files.metrics },
        state: { info: files.info },
      };
      stamps = { ...before, ...(await stampsOf<Watched>(looked[depth])) };
      if (depth === "state" && stamps.info !== before.info) {
        stamps = before;
        return entry.refresh();
      }
      const hasChanged = (file: Watched) => stamps[file] !== before[file];
      // nothing is known of a run that could not be read
      const isNew = (file: Watched) => problem !== null || hasChanged(file);
      const wasAlive = alive;
      try {
        if (isNew("info")) info = (await openRunFolder(found.folder)).info();
        if (depth === "whole") {
          const may = info?.status === "running";
          alive = may && (await liveAttempt(found.folder)) !== undefined;
        }
        if (isNew("metrics")) await readRecords();
        if (isNew("evaluations")) evaluations = await readEvaluations(files.evaluations);
        if (isNew("samples")) samples = (await sampleFiles(files.samples)).map((one) => one.gStep);
        if (isNew("notes")) notes = await readNotes(found.folder);
        if (alive) await readConfig();
        problem = null;
      } catch (error) {
        [info, alive, problem] = [undefined, false, reasonOf(error)];
        [lines, records] = [followLines(files.metrics, TAIL), []];
      }
      return wasAlive !== alive || (Object.keys(watched) as Watched[]).some(hasChanged);
    },
    config: readConfig,
    summary(keys = []) {
      const values = config?.values ?? {};
      const shared = {
        id: found.id,
        group: found.group,
        ...notes,
        sample: samples.at(-1) ?? null,
        config: Object.fromEntries(
          keys.flatMap((key) => {
            const value = Object.hasOwn(values, key) ? values[key] : undefined;
            return value === undefined ? [] : [[key, value]];
          }),
        ),
      };
      if (info === undefined) return { ...shared, ...NOTHING, reason: problem };
      const whole = info.status === "done" ? info.counters.gStep : steps;
      const { counters, measures, imagesPerSecond, secondsLeft } = progressOf(info, records, whole);
      const { time, ...rest } = measures;
      return {
        ...shared,
        status: statusOf(info, alive),
        reason: info.exitReason,
        startedAt: info.startedAt,
        updatedAt: info.updatedAt,
        gStep: counters.gStep,
        steps: whole,
        images: counters.images,
        seconds: time ?? info.timings.training ?? 0,
        imagesPerSecond,
        secondsLeft: alive ? secondsLeft : null,
        verdict: info.verdict ? { ...info.verdict, tone: toneOf(info.verdict.state) } : null,
        measures: rest,
        metrics: metricsOf(evaluations),
      };
    },
  };
  return entry;
}

/** What is said of a run that cannot be read. */
const NOTHING = {
  status: "damaged",
  startedAt: null,
  updatedAt: null,
  gStep: 0,
  steps: null,
  images: 0,
  seconds: 0,
  imagesPerSecond: null,
  secondsLeft: null,
  verdict: null,
  measures: {},
  metrics: {},
} as const;

const statusOf = ({ status }: RunInfo, alive: boolean): RunStatus =>
  status === "running" && !alive ? "interrupted" : status;

/** The time and size of each file or folder; empty of what is missing. */
async function stampsOf<K extends string>(
  paths: Partial<Readonly<Record<K, string>>>,
): Promise<Partial<Record<K, string>>> {
  const stamps: Partial<Record<K, string>> = {};
  for (const [name, path] of Object.entries(paths) as [K, string][]) {
    try {
      const { mtimeMs, size, ino } = await stat(path);
      stamps[name] = `${mtimeMs} ${size} ${ino}`;
    } catch {
      stamps[name] = "";
    }
  }
  return stamps;
}

/** The last records, those of one generator step as one. */
function lastSteps(
  before: readonly StepRecord[],
  added: readonly Readonly<Record<string, unknown>>[],
): readonly StepRecord[] {
  const all = [...before];
  for (const record of added.slice(-2 * KEPT)) {
    if (typeof record.gStep !== "number") continue;
    const last = all.at(-1);
    if (last?.gStep === record.gStep) all[all.length - 1] = { ...last, ...record } as StepRecord;
    else all.push(record as StepRecord);
  }
  return all.slice(-KEPT);
}

/** The newest and the best value of each metric; of one whose direction is unknown the newest is the best. */
function metricsOf(evaluations: readonly EvaluationRecord[]): Readonly<Record<string, RunMetric>> {
  const all: Record<string, RunMetric> = {};
  for (const { metric, value, gStep } of evaluations) {
    if (!Number.isFinite(value)) continue;
    const known = Object.hasOwn(all, metric) ? all[metric] : undefined;
    const mode = resultMode(`evaluate/${metric}`);
    const isBest =
      known === undefined ||
      mode === undefined ||
      (mode === "min" ? value < known.best : value > known.best);
    all[metric] = isBest
      ? { last: value, best: value, bestStep: gStep ?? 0 }
      : { ...known, last: value };
  }
  return all;
}
