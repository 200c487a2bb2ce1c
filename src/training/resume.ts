/** What going on with a run needs: its folder, its newest checkpoint, and a word on what has changed. */

import type { Config } from "../config/index.ts";
import { expectedArchitecture, readResolvedConfig } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import type { GanModel, Snapshot } from "../gan/index.ts";
import { type Checkpoint, newestSoundCheckpoint } from "../runs/checkpoints/index.ts";
import { openRunFolder, type RunFolder, refuseIfAlive } from "../runs/folder/index.ts";
import { healthSection } from "./health.ts";

/** Keys that may change while a run's numbers stay the same. */
const HARMLESS = ["logEvery", "sampleEvery", "checkpointEvery", "keepCheckpoints"];

/** A run to go on with. */
export interface Resumed {
  readonly run: RunFolder;
  /** `undefined` when the run has none yet and begins anew. */
  readonly checkpoint: Checkpoint | undefined;
}

/**
 * Opens a run and its newest sound checkpoint.
 *
 * @param note told what a person should know: damaged checkpoints passed over, settings that changed.
 * @param takeOver whether the run may be taken from another machine's process that looks alive.
 * @throws EvenkeelError `RUN_FOLDER` when it is no run or is being written, `CHECKPOINT` when no
 *   checkpoint is sound or it is of other networks, `CONFIG` for another seed, `USAGE` when the run is
 *   complete.
 */
export async function resumeRun(
  folder: string,
  config: Config,
  model: GanModel,
  note: (text: string) => void,
  takeOver = false,
): Promise<Resumed> {
  const run = await openRunFolder(folder);
  await refuseIfAlive(folder, { takeOver });
  const { seed } = run.info();
  if (config.seed !== seed) {
    throw new EvenkeelError(
      "CONFIG",
      `seed: must stay ${seed}, which the run began with, got ${config.seed}`,
      { advice: "Leave the seed out, or begin a new run." },
    );
  }
  const { checkpoint, damaged } = await newestSoundCheckpoint(
    run.files.checkpoints,
    expectedArchitecture(config, model),
  );
  for (const { path, why } of damaged) note(`skipped a damaged checkpoint, ${path}: ${why}`);
  if (checkpoint === null) {
    note("the run has no checkpoint yet: it begins anew");
    return { run, checkpoint: undefined };
  }
  const { gStep } = checkpoint.counters;
  if (gStep >= config.steps) {
    throw new EvenkeelError(
      "USAGE",
      `${run.path}: the run is complete, at step ${gStep} of ${config.steps}`,
      { advice: `To train longer: evenkeel train --resume ${run.path} --set steps=${2 * gStep}` },
    );
  }
  note(`goes on from ${checkpoint.path}`);
  for (const change of changes(await readResolvedConfig(run.files.config), config)) {
    note(`changed since the run began: ${change}`);
  }
  return { run, checkpoint };
}

/** Says when the engine is another one than that of the checkpoint. */
export function noteEngine(
  { sections }: Checkpoint,
  description: string,
  note: (text: string) => void,
): void {
  if (sections.engine === undefined || sections.engine === description) return;
  note(
    `it was made with ${sections.engine}: with ${description} the last digits of the numbers may differ`,
  );
}

/** What the trainer goes on from. */
export function toSnapshot({ counters, streams, sections, tensors }: Checkpoint): Snapshot {
  return {
    counters,
    noise: streams.noise!,
    learningRateFactor: healthSection(sections.health).learningRateFactor,
    tensors: Object.fromEntries(
      [...tensors].map(([name, { shape, data }]) => [name, { shape, data: data as Float32Array }]),
    ),
  };
}

/** `batchSize 16 → 32` for each setting that differs and matters. */
function changes(before: Config, now: Config): string[] {
  const [old, current] = [flatten(before), flatten(now)];
  const players = [now.generator, now.discriminator];
  // a learning rate that falls to 0 at the last step depends on which that is
  const falling = players.some(({ schedule }) => schedule.name !== "constant");
  const harmless = falling ? HARMLESS : [...HARMLESS, "steps"];
  return [...new Set([...old.keys(), ...current.keys()])]
    .filter((key) => !harmless.includes(key) && !/^(evaluate|instruments)\./.test(key))
    .filter((key) => old.get(key) !== current.get(key))
    .map((key) => `${key} ${old.get(key) ?? "unset"} → ${current.get(key) ?? "unset"}`);
}

/** Every setting by its path, as JSON. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map([[path, JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [
      ...flatten(child, path === "" ? key : `${path}.${key}`),
    ]),
  );
}
