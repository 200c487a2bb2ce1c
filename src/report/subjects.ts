/** What a report is about: runs, the seeds of experiments, the points of sweeps. */
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { EvenkeelError } from "../errors.ts";
import {
  type EvaluationRecord,
  isFolder,
  type JsonLine,
  labelOf,
  onDisk,
  openExperiment,
  openRunFolder,
  openSweep,
  type Point,
  type RunInfo,
  readEvaluations,
  readJsonLines,
  readTextIfPresent,
  valueText,
} from "../runs/index.ts";

/** A run as its folder tells it. */
export interface ReportedRun {
  readonly path: string;
  readonly info: RunInfo;
  /** The text of `config.yaml`. */
  readonly config: string;
  readonly records: readonly JsonLine[];
  readonly evaluations: readonly EvaluationRecord[];
  /** The files of `samples/`, in the order of their steps. */
  readonly samples: readonly string[];
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

/** Everything that a report is about. */
export interface Subjects {
  /** What they are called together. */
  readonly title: string;
  readonly subjects: readonly Subject[];
  /** What there is to know beside, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads runs, experiments and sweeps.
 *
 * @throws EvenkeelError `RUN_FOLDER` or `DATA` for what is none of them or damaged, `USAGE` where no run
 *   has begun.
 */
export async function readSubjects(paths: readonly string[]): Promise<Subjects> {
  const all = await Promise.all(paths.map(subjectsAt));
  const subjects = withUniqueLabels(all.flatMap((one) => one.subjects));
  if (subjects.length === 0) {
    throw new EvenkeelError(
      "USAGE",
      `report: a run must have begun, got none in ${paths.join(", ")}`,
    );
  }
  return { title: titleOf(all), subjects, notes: all.flatMap((one) => one.notes) };
}

function titleOf(all: readonly Subjects[]): string {
  const titles = all.map(({ title }) => title);
  const more = titles.length - 2;
  return more < 2 ? titles.join(" and ") : `${titles.slice(0, 2).join(", ")} and ${more} more`;
}

async function subjectsAt(path: string): Promise<Subjects> {
  const experiment = await openExperiment(path);
  if (experiment !== undefined) {
    const { name, seeds, folderOf } = experiment;
    return pointsOf(name, [{ label: name, folders: seeds.map(folderOf) }]);
  }
  if ((await readTextIfPresent(join(path, "sweep.json"))) !== undefined) {
    const sweep = await openSweep(path);
    const points = new Map<string, { point: Point; label: string; folders: string[] }>();
    for (const run of sweep.runs) {
      const { point } = run;
      const key = JSON.stringify(point);
      const known = points.get(key) ?? {
        ...{ point, folders: [] },
        label: pointLabel(point) || sweep.name,
      };
      known.folders.push(sweep.fileOf(run, "folder"));
      points.set(key, known);
    }
    return pointsOf(sweep.name, [...points.values()]);
  }
  const label = basename(resolve(path));
  return { title: label, subjects: [{ label, runs: [await readRun(path)] }], notes: [] };
}

async function pointsOf(
  title: string,
  points: readonly (Omit<Subject, "runs"> & { readonly folders: readonly string[] })[],
): Promise<Subjects> {
  const subjects: Subject[] = [];
  let [missing, all] = [0, 0];
  for (const { folders, ...what } of points) {
    const runs: ReportedRun[] = [];
    for (const folder of folders) {
      if (await hasBegun(folder)) runs.push(await readRun(folder));
    }
    missing += folders.length - runs.length;
    all += folders.length;
    if (runs.length > 0) subjects.push({ ...what, runs });
  }
  const note = `${title}: ${missing} of ${all} runs have not begun and are left out.`;
  return { title, subjects, notes: missing === 0 ? [] : [note] };
}

/** `sn, learningRate 0.001` */
export function pointLabel(point: Point): string {
  const values = Object.entries(point).map(([key, value]) =>
    typeof value === "string" ? value : `${labelOf(key)} ${valueText(value)}`,
  );
  return values.join(", ");
}

async function hasBegun(folder: string): Promise<boolean> {
  return (await readTextIfPresent(join(folder, "run.json"))) !== undefined;
}

async function readRun(path: string): Promise<ReportedRun> {
  const { files, info } = await openRunFolder(path);
  const names = (await isFolder(files.samples))
    ? await onDisk("read", files.samples, () => readdir(files.samples))
    : [];
  const samples = names.filter((name) => /^\d+\.png$/.test(name));
  return {
    path,
    info: info(),
    config: (await readTextIfPresent(files.config)) ?? "",
    records: await readJsonLines(files.metrics),
    evaluations: await readEvaluations(files.evaluations),
    samples: samples
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
      .map((name) => join(files.samples, name)),
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
