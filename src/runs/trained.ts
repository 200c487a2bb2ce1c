/** A run's newest weights, to sample from and to export. */
import { EvenkeelError } from "../errors.ts";
import type { Counters, GanModel } from "../gan/index.ts";
import type { HostTensor } from "../runtime/index.ts";
import { assembleModel, expectedArchitecture } from "./assemble.ts";
import { newestSoundCheckpoint } from "./checkpoints.ts";
import { readResolvedConfig } from "./config/load.ts";
import type { Config } from "./config/schema.ts";
import { openExperiment } from "./experiment.ts";
import { openRunFolder, type RunFolder } from "./run-folder.ts";

/** What a run has learnt. */
export interface Trained {
  readonly run: RunFolder;
  readonly config: Config;
  readonly model: GanModel;
  readonly counters: Counters;
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** Damaged checkpoints that were passed over, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Opens the newest sound checkpoint of a run.
 *
 * @throws EvenkeelError `RUN_FOLDER`, `CONFIG` or `CHECKPOINT` when there is nothing sound to open.
 */
export async function openTrained(folder: string): Promise<Trained> {
  const experiment = await openExperiment(folder);
  if (experiment !== undefined) {
    const { seeds, folderOf } = experiment;
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${folder}: this is an experiment of ${seeds.length} runs`,
      {
        advice: `Name the folder of one of them, such as ${folderOf(seeds[0]!)}.`,
      },
    );
  }
  const run = await openRunFolder(folder);
  const config = await readResolvedConfig(run.files.config);
  const model = assembleModel(config);
  const expected = expectedArchitecture(config, model);
  const { checkpoint, damaged } = await newestSoundCheckpoint(run.files.checkpoints, expected);
  if (checkpoint === null) {
    throw new EvenkeelError("CHECKPOINT", `${run.files.checkpoints}: there is no checkpoint yet`, {
      advice: `Train on: evenkeel train --resume ${folder}`,
    });
  }
  return {
    run,
    config,
    model,
    counters: checkpoint.counters,
    tensors: Object.fromEntries(
      [...checkpoint.tensors].map(([name, { shape, data }]) => [
        name,
        { shape, data: data as Float32Array },
      ]),
    ),
    notes: damaged.map(({ path, why }) => `skipped a damaged checkpoint, ${path}: ${why}`),
  };
}
