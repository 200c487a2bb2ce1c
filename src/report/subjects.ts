/** What a report is about: runs, the seeds of experiments, the points of sweeps. */

import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { EvenkeelError } from "../errors.ts";
import {
  type EvaluationRecord,
  newestPictures,
  readEvaluations,
  type SavedPicture,
} from "../evaluation/results/index.ts";
import {
  isFile,
  isFolder,
  type JsonLine,
  onDisk,
  readJsonLines,
  readTextIfPresent,
} from "../files/index.ts";
import { openExperiment } from "../runs/experiments/index.ts";
import { isRunFolder, liveAttempt, openRunFolder, type RunInfo } from "../runs/folder/index.ts";
import {
  isSweepFolder,
  openSweep,
  type Rung,
  type Sweep,
  sweepRungs,
} from "../sweeps/folder/index.ts";
import { type Point, pointText } from "../sweeps/plan/index.ts";

/** The content of a run folder. */
export interface ReportedRun {
  readonly path: string;
  readonly info: RunInfo;
  /** About which generator step its process was at when it was killed; `null` for any other run. */
  readonly interruptedAt: number | null;
  /** The text of `config.yaml`. */
  readonly config: string;
  readonly records: readonly JsonLine[];
  readonly evaluations: readonly EvaluationRecord[];
  /** The files of `samples/`, in the order of their steps. */
  readonly samples: readonly string[];
  /** The file of real images that are laid out as the samples are; `null` if there is none. */
  readonly reals: string | null;
  /** The newest picture of each metric that draws one. */
  readonly pictures: readonly SavedPicture[];
}

/** Runs that are shown as one: a single run, or seeds of one config. */
export interface Subject {
  /** Its name in legends. */
  readonly label: string;
  /** Of a sweep: the values of its axes. */
  readonly point?: Point;
  /** At least one. */
  readonly runs: readonly ReportedRun[];
}

/** A sweep that is halved, rung by rung. */
export interface Standings {
  readonly halving: NonNullable<Sweep["halving"]>;
  readonly rungs: readonly Rung[];
}

/** Everything that a report is about. */
export interface Subjects {
  /** What they are called together. */
  readonly title: string;
  readonly subjects: readonly Subject[];
  /** Of sweeps that are halved. */
  readonly standings: readonly Standings[];
  /** What there is to know beside, one sentence each. */
  readonly notes: readonly string[];
}

/** Called before each run is read, with the number of runs read and of all runs. */
export type OnRead = (done: number, total: number) => void;

/**
 * Reads runs, experiments and sweeps.
 *
 * @throws EvenkeelError `RUN_FOLDER` or `DATA` for what is none of them or damaged, `USAGE` where no run
 *   has begun.
 */
export async function readSubjects(
  paths: readonly string[],
  onRead: OnRead = () => undefined,
): Promise<Subjects> {
  let [done, total] = [0, 0];
  const counter: Counter = {
    expect(runs) {
      total += runs;
    },
    next: () => onRead(done++, total),
  };
  const all = await Promise.all(paths.map((path) => subjectsAt(path, counter)));
  const subjects = withUniqueLabels(all.flatMap((one) => one.subjects));
  if (subjects.length === 0) {
    throw new EvenkeelError(
      "USAGE",
      `report: a run must have begun, got none in ${paths.join(", ")}`,
    );
  }
  return {
    title: titleOf(all),
    subjects,
    standings: all.flatMap((one) => one.standings),
    notes: all.flatMap((one) => one.notes),
  };
}

function titleOf(all: readonly Subjects[]): string {
  const titles = all.map(({ title }) => title);
  const more = titles.length - 2;
  return more < 2 ? titles.join(" and ") : `${titles.slice(0, 2).join(", ")} and ${more} more`;
}

/** Counts runs that are read. */
interface Counter {
  expect(runs: number): void;
  next(): void;
}

async function subjectsAt(path: string, counter: Counter): Promise<Subjects> {
  const experiment = await openExperiment(path);
  if (experiment !== undefined) {
    const { name, seeds, folderOf } = experiment;
    return pointsOf(name, [{ label: name, folders: seeds.map(folderOf) }], counter);
  }
  if (await isSweepFolder(path)) {
    const sweep = await openSweep(path);
    const points = new Map<string, { point: Point; label: string; folders: string[] }>();
    for (const run of sweep.runs) {
      const { point } = run;
      const key = JSON.stringify(point);
      const known = points.get(key) ?? { point, label: pointText(point), folders: [] };
      known.folders.push(sweep.fileOf(run, "folder"));
      points.set(key, known);
    }
    const { name, halving } = sweep;
    const standings = halving === null ? [] : [{ halving, rungs: await sweepRungs(sweep) }];
    return { ...(await pointsOf(name, [...points.values()], counter)), standings };
  }
  const label = basename(resolve(path));
  counter.expect(1);
  counter.next();
  return {
    title: label,
    subjects: [{ label, runs: [await readRun(path)] }],
    standings: [],
    notes: [],
  };
}

async function pointsOf(
  title: string,
  points: readonly (Omit<Subject, "runs"> & { readonly folders: readonly string[] })[],
  counter: Counter,
): Promise<Subjects> {
  const subjects: Subject[] = [];
  let missing = 0;
  const all = points.reduce((sum, { folders }) => sum + folders.length, 0);
  counter.expect(all);
  for (const { folders, ...what } of points) {
    const runs: ReportedRun[] = [];
    for (const folder of folders) {
      counter.next();
      if (await isRunFolder(folder)) runs.push(await readRun(folder));
    }
    missing += folders.length - runs.length;
    if (runs.length > 0) subjects.push({ ...what, runs });
  }
  const note = `${title}: ${missing} of ${all} runs have not begun and are left out.`;
  return { title, subjects, standings: [], notes: missing === 0 ? [] : [note] };
}

/** The last generator step that a run recorded; the counters of `run.json` are those of a checkpoint. */
function lastStep({ counters }: RunInfo, records: readonly JsonLine[]): number {
  const last = records.at(-1)?.gStep;
  return typeof last === "number" ? Math.max(last, counters.gStep) : counters.gStep;
}

async function readRun(path: string): Promise<ReportedRun> {
  const { files, info } = await openRunFolder(path);
  const names = (await isFolder(files.samples))
    ? await onDisk("read", files.samples, () => readdir(files.samples))
    : [];
  const samples = names.filter((name) => /^\d+\.png$/.test(name));
  const records = await readJsonLines(files.metrics);
  const isRunning = info().status === "running";
  return {
    path,
    info: info(),
    interruptedAt:
      isRunning && (await liveAttempt(path)) === undefined ? lastStep(info(), records) : null,
    config: (await readTextIfPresent(files.config)) ?? "",
    records,
    evaluations: await readEvaluations(files.evaluations),
    samples: samples
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
      .map((name) => join(files.samples, name)),
    reals: (await isFile(files.reals)) ? files.reals : null,
    pictures: await newestPictures(files.pictures),
  };
}

/** Subjects of the same name are told apart by numbers. */
function withUniqueLabels(subjects: readonly Subject[]): readonly Subject[] {
  const labels = subjects.map(({ label }) => label);
  return subjects.map((subject, i) =>
    labels.indexOf(subject.label) === labels.lastIndexOf(subject.label)
      ? subject
      : { ...subject, label: `${subject.label} (${i + 1})` },
  );
}
