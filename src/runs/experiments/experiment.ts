/** Several seeds of one config as one experiment: a folder of run folders. */
import { rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Config, ExpectedArchitecture } from "../../config/index.ts";
import {
  assembleModel,
  expectSeeds,
  readResolvedConfig,
  stringifyConfig,
} from "../../config/index.ts";
import { refusal } from "../../errors.ts";
import {
  type OwnFolder,
  onDisk,
  parseJson,
  readTextIfPresent,
  writeFileAtomically,
} from "../../files/index.ts";
import {
  ATTEMPTS,
  clearUnstarted,
  createFreeFolder,
  createNumberedFolder,
  fillNewFolder,
  RUN_FILES,
  type RunState,
  runState,
} from "../folder/index.ts";

/** The names of the files in an experiment's folder. */
export const EXPERIMENT_FILES = {
  info: "experiment.json",
  config: RUN_FILES.config,
  summary: "summary.json",
} as const;

/** An experiment's folder. */
export const EXPERIMENT_FOLDER: OwnFolder = {
  what: "an experiment",
  mark: EXPERIMENT_FILES.info,
  names: [...Object.values(EXPERIMENT_FILES), RUN_FILES.report, ATTEMPTS, /^seed-/],
};

const infoSchema = z.object({
  kind: z.literal("evenkeel-experiment"),
  formatVersion: z.literal(1),
  name: z.string(),
  seeds: z.array(z.int()).min(1),
  /** The folder that relative paths of its config start from; earlier versions did not write it. */
  workingFolder: z.string().optional(),
});

/** An experiment's folder. */
export interface Experiment {
  readonly path: string;
  readonly name: string;
  /** The seeds; there is one run for each. */
  readonly seeds: readonly number[];
  /** The folder that relative paths of its config start from; `undefined` if that is not known. */
  readonly workingFolder: string | undefined;
  /** The folder of a seed's run, which may not exist yet. */
  folderOf(seed: number): string;
}

/**
 * Creates the folder of an experiment with the seeds `config.seed`, `config.seed + 1`, …:
 * `runs/<number>-<name>/`, or `out`.
 *
 * @param count the number of seeds.
 * @throws EvenkeelError `SHAPE` or `CONFIG` if the config describes no model or its seed leaves no room for others; `RUN_FOLDER` if `out` is
 *   occupied, `DISK` if the disk refuses.
 */
export async function createExperiment(
  config: Config,
  count: number,
  out?: string,
): Promise<Experiment> {
  // An invalid config is refused before a folder is created.
  assembleModel(config);
  expectSeeds(config.seed, count);
  const seeds = Array.from({ length: count }, (_, i) => config.seed + i);
  const path =
    out === undefined
      ? await createNumberedFolder("runs", config.name)
      : await createFreeFolder(out);
  const known = { name: config.name, seeds, workingFolder: process.cwd() };
  const info = { kind: "evenkeel-experiment", formatVersion: 1, ...known };
  const created = experiment(path, known);
  await fillNewFolder(path, async () => {
    await writeExperimentConfig(created, config);
    await writeFileAtomically(
      join(path, EXPERIMENT_FILES.info),
      `${JSON.stringify(info, null, 2)}\n`,
    );
  });
  return created;
}

/**
 * Opens an experiment's folder; `undefined` if the folder is not an experiment.
 *
 * @throws EvenkeelError `RUN_FOLDER` if its `experiment.json` is damaged.
 */
export async function openExperiment(path: string): Promise<Experiment | undefined> {
  const file = join(path, EXPERIMENT_FILES.info);
  const text = await readTextIfPresent(file);
  if (text === undefined) return undefined;
  const parsed = infoSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw refusal("RUN_FOLDER", {
      where: file,
      rule: "the file must describe an experiment",
      got: "something else",
      advice: "The runs do not depend on this file: resume each with evenkeel train --resume.",
    });
  }
  return experiment(path, parsed.data);
}

/**
 * The config that the runs of an experiment share except for the seed, with the options `path=value`
 * applied.
 */
export async function experimentConfig(
  { path }: Experiment,
  set: readonly string[] = [],
): Promise<Config> {
  return readResolvedConfig(join(path, EXPERIMENT_FILES.config), set);
}

/** Writes the config that the runs of an experiment share except for the seed. */
export async function writeExperimentConfig({ path }: Experiment, config: Config): Promise<void> {
  await writeFileAtomically(join(path, EXPERIMENT_FILES.config), stringifyConfig(config));
}

/** Removes an experiment in which no run has started. */
export async function discardExperiment({ path, seeds, folderOf }: Experiment): Promise<void> {
  for (const folder of seeds.map(folderOf)) {
    await clearUnstarted(folder);
    await removeEmpty(folder);
  }
  for (const name of [EXPERIMENT_FILES.info, EXPERIMENT_FILES.config, ATTEMPTS]) {
    const file = join(path, name);
    await onDisk("remove", file, () => rm(file, { recursive: true, force: true }));
  }
  await removeEmpty(path);
}

/** The state of a seed's run, as {@link runState} returns it. */
export async function seedState(
  { folderOf }: Experiment,
  seed: number,
  steps: number,
  expected?: ExpectedArchitecture,
): Promise<RunState> {
  return runState(folderOf(seed), steps, steps, expected);
}

function experiment(
  path: string,
  { name, seeds, workingFolder }: Omit<z.output<typeof infoSchema>, "kind" | "formatVersion">,
): Experiment {
  return { path, name, seeds, workingFolder, folderOf: (seed) => join(path, folderName(seed)) };
}

const folderName = (seed: number) => `seed-${seed}`;

async function removeEmpty(folder: string): Promise<void> {
  // A folder that existed before and is not empty may stay.
  await rmdir(folder).catch(() => undefined);
}
