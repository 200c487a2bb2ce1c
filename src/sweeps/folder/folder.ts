/** A sweep's folder: its description, the configs of its runs, and their run folders. */
import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { RUN_NAME, RUN_NAME_RULE, stringifyConfig } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import {
  createFolder,
  listIssues,
  type OwnFolder,
  onDisk,
  parseJson,
  readTextIfPresent,
  writeFileAtomically,
  writeFileToDisk,
} from "../../files/index.ts";
import {
  ATTEMPTS,
  createFreeFolder,
  createNumberedFolder,
  fillNewFolder,
  RUN_FILES,
} from "../../runs/folder/index.ts";
import { nearest } from "../../suggest.ts";
import type { ExpandedRun, ExpandedSweep } from "../plan/index.ts";
import { labelOf, type SlurmInput, slurmSchema, valueText } from "../plan/index.ts";
import { distributionSchema } from "../search/index.ts";

const FILES = { info: "sweep.json", description: "sweep.yaml" } as const;
const FOLDERS = ["configs", "runs", "logs", "marks"] as const;
/** The folder of what was chosen from the results of a search, one file a round. */
const ROUNDS = "rounds";
/** What collecting its results leaves in a sweep's folder. */
export const RESULT_FILES = { csv: "results.csv", json: "results.json" } as const;

/** A sweep's folder. */
export const SWEEP_FOLDER: OwnFolder = {
  what: "a sweep",
  mark: FILES.info,
  names: [
    ...[...Object.values(FILES), ...FOLDERS, ...Object.values(RESULT_FILES)],
    ...[RUN_FILES.report, ATTEMPTS, ROUNDS, "slurm"],
  ],
};

/** Files that are written at once. */
const AT_ONCE = 32;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const run = z.object({
  /** A part of paths: nothing that leads out of the sweep's folder. */
  name: z.string().regex(RUN_NAME, RUN_NAME_RULE),
  seed: z.int(),
  /** Generator steps. */
  steps: z.int().positive(),
  /** The axes' values by their keys. */
  point: z.record(z.string(), z.unknown()),
  /** Of a point that a search has drawn: its round and its number in its group, both from 1. */
  searched: z.object({ round: z.int().positive(), number: z.int().positive() }).optional(),
});
const manifest = z.object({
  kind: z.literal("evenkeel-sweep"),
  formatVersion: z.literal(1),
  name: z.string(),
  /** An identifier that no other sweep has, for names in a cluster's queue. */
  id: z.string().default(""),
  createdAt: z.string(),
  /** The folder that relative paths of its configs start from; earlier versions did not write it. */
  workingFolder: z.string().optional(),
  /** Options `path=value` in addition to the description. */
  set: z.array(z.string()),
  /** Hours of training of all runs together; `null`: no limit. */
  budgetHours: z.number().nullable(),
  /** How the runs are halved; `null`: all go to their end. */
  halving: z
    .object({
      metric: z.string(),
      mode: z.enum(["min", "max"]),
      keep: z.number(),
      rungs: z.array(z.int()).readonly(),
    })
    .nullable()
    .default(null),
  /** How it is searched; `null`: all points were known. */
  search: z
    .object({
      method: z.enum(["random", "gaussian-process"]),
      points: z.int().positive(),
      rounds: z.int().positive(),
      seed: z.int(),
      metric: z.string().nullable(),
      mode: z.enum(["min", "max"]),
      axes: z
        .array(
          z.object({
            keys: z.array(z.string()).readonly(),
            distribution: distributionSchema,
            where: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional(),
          }),
        )
        .readonly(),
      runName: z.string().nullable(),
    })
    .nullable()
    .default(null),
  /** What it was begun on. */
  on: z.enum(["local", "slurm"]).default("local"),
  /** What is asked of Slurm. */
  slurm: slurmSchema.prefault({}),
  runs: z.array(run),
});
const mark = z.object({ state: z.enum(["cancelled", "refused"]), reason: z.string() });

/** One run of a sweep. */
export type SweepRun = Readonly<z.output<typeof run>>;
/** The state of a run that has no files of its own: it was cancelled, or could not begin. */
export type Mark = Readonly<z.output<typeof mark>>;

/** An open sweep folder. */
export interface Sweep extends Readonly<Omit<z.output<typeof manifest>, "kind" | "formatVersion">> {
  readonly path: string;
  /** Where something of a run is or will be. */
  fileOf(run: SweepRun, what: "config" | "folder" | "log" | "mark"): string;
}

/** What a new sweep is made of. */
export interface NewSweep {
  readonly expanded: ExpandedSweep;
  /** The text of its file. */
  readonly text: string;
  readonly set: readonly string[];
  readonly budgetHours: number | null;
  /** Default `local`. */
  readonly on?: "local" | "slurm";
  /** What is asked of Slurm; default: what the cluster decides. */
  readonly slurm?: SlurmInput;
  /** Its folder; default the next number below `runs`. */
  readonly out?: string | undefined;
}

/**
 * Creates a sweep's folder with the config of each run; `sweep.json`, which makes it a sweep, comes last.
 *
 * @throws EvenkeelError `RUN_FOLDER` if `out` is occupied, `DISK` if the disk refuses.
 */
export async function createSweep({
  expanded,
  text,
  set,
  budgetHours,
  on = "local",
  slurm = {},
  out,
}: NewSweep): Promise<Sweep> {
  const { name, runs, halving, search } = expanded;
  const path =
    out === undefined ? await createNumberedFolder("runs", name) : await createFreeFolder(out);
  const info = {
    name,
    id: randomBytes(4).toString("hex"),
    createdAt: new Date().toISOString(),
    workingFolder: process.cwd(),
    set: [...set],
    budgetHours,
    halving,
    search,
    on,
    slurm: slurmSchema.parse(slurm),
    runs: runs.map(sweepRunOf),
  };
  const created = sweepAt(path, info);
  await fillNewFolder(path, async () => {
    for (const folder of FOLDERS) await createFolder(join(path, folder));
    await writeConfigs(created, runs);
    await writeFileAtomically(join(path, FILES.description), text);
    await writeInfo(created);
  });
  return created;
}

/**
 * Adds the runs of a further round to a sweep that is searched: what they were chosen by, their configs, and at last
 * the runs themselves, so that a round is there as a whole or not at all.
 *
 * @param choice what is recorded of the choice, as `rounds/<round>.json`.
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export async function addRound(
  sweep: Sweep,
  round: number,
  runs: readonly ExpandedRun[],
  choice: unknown,
): Promise<Sweep> {
  const { path, fileOf: _, ...info } = sweep;
  const longer = sweepAt(path, { ...info, runs: [...sweep.runs, ...runs.map(sweepRunOf)] });
  await createFolder(join(path, ROUNDS));
  const file = join(path, ROUNDS, `${String(round).padStart(4, "0")}.json`);
  await writeFileAtomically(file, `${JSON.stringify(choice, null, 1)}\n`);
  await writeConfigs(longer, runs);
  await writeInfo(longer);
  return longer;
}

function sweepRunOf({ name, point, searched, config: { seed, steps } }: ExpandedRun): SweepRun {
  return { name, seed, steps, point, ...(searched && { searched }) };
}

async function writeConfigs(sweep: Sweep, runs: readonly ExpandedRun[]): Promise<void> {
  for (let first = 0; first < runs.length; first += AT_ONCE) {
    const some = runs
      .slice(first, first + AT_ONCE)
      .map((one) =>
        writeFileToDisk(sweep.fileOf(sweepRunOf(one), "config"), stringifyConfig(one.config)),
      );
    await Promise.all(some);
  }
}

async function writeInfo({ path, fileOf: _, ...info }: Sweep): Promise<void> {
  const whole = { kind: "evenkeel-sweep", formatVersion: 1, ...info };
  await writeFileAtomically(join(path, FILES.info), `${JSON.stringify(whole, null, 1)}\n`);
}

/** Whether a folder is a sweep's. */
export async function isSweepFolder(path: string): Promise<boolean> {
  return (await readTextIfPresent(join(path, FILES.info))) !== undefined;
}

/**
 * Opens a sweep's folder.
 *
 * @throws EvenkeelError `RUN_FOLDER` if it is none, or its `sweep.json` is damaged.
 */
export async function openSweep(path: string): Promise<Sweep> {
  const file = join(path, FILES.info);
  const text = await readTextIfPresent(file);
  if (text === undefined) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${path}: this is no sweep's folder, it has no ${FILES.info}`,
      {
        advice: "Name the folder that evenkeel sweep made, such as runs/0007-grid.",
      },
    );
  }
  const json = parseJson(text);
  const parsed = manifest.safeParse(json);
  if (parsed.success) return sweepAt(path, parsed.data);
  throw new EvenkeelError(
    "RUN_FOLDER",
    `${file}: the file is damaged: ${listIssues(parsed.error, json)}`,
    {
      advice: "Its runs are complete by themselves: evenkeel train --resume continues each.",
    },
  );
}

/**
 * The runs that meet all conditions `key=value`; a key is an axis, its last part, `seed` or `name`.
 *
 * @throws EvenkeelError `USAGE` for a condition on something else.
 */
export function selectRuns({ runs }: Sweep, where: readonly string[]): readonly SweepRun[] {
  const axes = [...new Set(runs.flatMap(({ point }) => Object.keys(point)))];
  const known = ["seed", "name", ...axes];
  const conditions = where.map((text) => {
    const [, word = text, wanted] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    const key = known.includes(word) ? word : axes.find((axis) => labelOf(axis) === word);
    if (key !== undefined && wanted !== undefined) return { key, wanted };
    const near = nearest(word, known);
    const meant =
      near === undefined || near === word
        ? `known here: ${known.join(", ")}`
        : `did you mean ${near}?`;
    throw new EvenkeelError(
      "USAGE",
      `--where: must be an axis and a value, as in seed=1, got ${text}`,
      {
        advice: meant,
      },
    );
  });
  return runs.filter((one) =>
    conditions.every(({ key, wanted }) => {
      const value = key === "seed" || key === "name" ? one[key] : one.point[key];
      return value !== undefined && valueText(value) === wanted;
    }),
  );
}

/** The marks of a sweep, by the names of runs. */
export async function readMarks({ path }: Sweep): Promise<ReadonlyMap<string, Mark>> {
  const folder = join(path, "marks");
  const names = await onDisk("read", folder, () => readdir(folder));
  const marks = new Map<string, Mark>();
  for (const name of names.filter((one) => one.endsWith(".json") && !one.startsWith("."))) {
    const text = await readTextIfPresent(join(folder, name));
    const parsed = mark.safeParse(parseJson(text ?? ""));
    if (parsed.success) marks.set(name.slice(0, -".json".length), parsed.data);
  }
  return marks;
}

/** Marks a run. */
export async function writeMark(sweep: Sweep, run: SweepRun, content: Mark): Promise<void> {
  await writeFileAtomically(sweep.fileOf(run, "mark"), `${JSON.stringify(content)}\n`);
}

/** Takes a run's mark away. */
export async function removeMark(sweep: Sweep, run: SweepRun): Promise<void> {
  const file = sweep.fileOf(run, "mark");
  await onDisk("remove", file, () => rm(file, { force: true }));
}

function sweepAt(path: string, info: Omit<Sweep, "path" | "fileOf">): Sweep {
  const places = {
    config: ({ name }: SweepRun) => join(path, "configs", `${name}.yaml`),
    folder: ({ name }: SweepRun) => join(path, "runs", name),
    log: ({ name }: SweepRun) => join(path, "logs", `${name}.log`),
    mark: ({ name }: SweepRun) => join(path, "marks", `${name}.json`),
  };
  return { ...info, path, fileOf: (run, what) => places[what](run) };
}
