/** Several seeds of one config as one experiment: a folder of run folders, and the band of their numbers. */
import { join } from "node:path";
import { z } from "zod";
import { EvenkeelError } from "../errors.ts";
import { stringifyConfig } from "./config/load.ts";
import type { Config } from "./config/schema.ts";
import { isFolder, readTextIfPresent, writeFileAtomically } from "./files.ts";
import { claimFolder, createNumberedFolder } from "./folder-claim.ts";
import { readJsonLines } from "./json-lines.ts";
import { openRunFolder } from "./run-folder.ts";

const FILES = { info: "experiment.json", config: "config.yaml", summary: "summary.json" } as const;

const infoSchema = z.object({
  kind: z.literal("evenkeel-experiment"),
  formatVersion: z.literal(1),
  name: z.string(),
  seeds: z.array(z.int()).min(1),
});

/** An experiment's folder. */
export interface Experiment {
  readonly path: string;
  readonly name: string;
  /** One run for each. */
  readonly seeds: readonly number[];
  /** The folder of a seed's run, which may not be there yet. */
  folderOf(seed: number): string;
}

/**
 * Creates the folder of an experiment with the seeds `config.seed`, `config.seed + 1`, …:
 * `runs/<number>-<name>/`, or `out`.
 *
 * @param count how many seeds.
 * @throws EvenkeelError `RUN_FOLDER` if `out` is occupied, `DISK` if the disk refuses.
 */
export async function createExperiment(
  config: Config,
  count: number,
  out?: string,
): Promise<Experiment> {
  const seeds = Array.from({ length: count }, (_, i) => config.seed + i);
  const path =
    out === undefined ? await createNumberedFolder("runs", config.name) : await claimFolder(out);
  const info = { kind: "evenkeel-experiment", formatVersion: 1, name: config.name, seeds };
  await writeFileAtomically(join(path, FILES.config), stringifyConfig(config));
  await writeFileAtomically(join(path, FILES.info), `${JSON.stringify(info, null, 2)}\n`);
  return experiment(path, config.name, seeds);
}

/**
 * Opens an experiment's folder; `undefined` if it is none.
 *
 * @throws EvenkeelError `RUN_FOLDER` when its `experiment.json` is damaged.
 */
export async function openExperiment(path: string): Promise<Experiment | undefined> {
  const file = join(path, FILES.info);
  const text = await readTextIfPresent(file);
  if (text === undefined) return undefined;
  const parsed = infoSchema.safeParse(parse(text));
  if (!parsed.success) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${file}: must describe an experiment, got something else`,
      {
        advice: "Its runs are whole by themselves: evenkeel train --resume goes on with each.",
      },
    );
  }
  return experiment(path, parsed.data.name, parsed.data.seeds);
}

/** The path of the config that the runs of an experiment share but for the seed. */
export function experimentConfig({ path }: Experiment): string {
  return join(path, FILES.config);
}

/** Where a seed's run stands. */
export async function seedStatus(
  { folderOf }: Experiment,
  seed: number,
): Promise<"new" | "begun" | "done"> {
  const folder = folderOf(seed);
  if (!(await isFolder(folder))) return "new";
  const { status } = (await openRunFolder(folder)).info();
  return status === "done" ? "done" : "begun";
}

/** What the seeds' last values of one measure are like. */
export interface Band {
  /** Runs that have it. */
  readonly runs: number;
  readonly mean: number;
  /** Sample standard deviation (divisor n − 1); `null` for a single run. */
  readonly std: number | null;
  readonly least: number;
  readonly most: number;
}

/**
 * The band over the seeds of each measure's last value, by name; `summary.json` keeps it.
 *
 * @throws EvenkeelError `DATA` for a damaged `metrics.jsonl`, `DISK` if the disk refuses.
 */
export async function summarize(experiment: Experiment): Promise<Record<string, Band>> {
  const values = new Map<string, number[]>();
  for (const seed of experiment.seeds) {
    const folder = experiment.folderOf(seed);
    if (!(await isFolder(folder))) continue;
    const last = new Map<string, number>();
    for (const record of await readJsonLines(join(folder, "metrics.jsonl"))) {
      for (const [name, value] of Object.entries(record)) {
        if (typeof value === "number" && name.includes("/")) last.set(name, value);
      }
    }
    for (const [name, value] of last) values.set(name, [...(values.get(name) ?? []), value]);
  }
  const bands = Object.fromEntries([...values].map(([name, xs]) => [name, bandOf(xs)]));
  const { name, seeds } = experiment;
  const text = JSON.stringify({ name, seeds, measures: bands }, null, 2);
  await writeFileAtomically(join(experiment.path, FILES.summary), `${text}\n`);
  return bands;
}

function bandOf(values: readonly number[]): Band {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    runs: n,
    mean,
    std: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

function experiment(path: string, name: string, seeds: readonly number[]): Experiment {
  return { path, name, seeds, folderOf: (seed) => join(path, `seed-${seed}`) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
