/** What a run has learnt: the weights of a checkpoint, to sample from, to measure and to export. */

import type { Config, ExpectedArchitecture } from "../../config/index.ts";
import { assembleModel, expectedArchitecture, readResolvedConfig } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import type { Counters, GanModel } from "../../gan/index.ts";
import type { HostTensor } from "../../runtime/index.ts";
import {
  type Checkpoint,
  checkpointAt,
  type NewestCheckpoint,
  newestSoundCheckpoint,
  readBest,
} from "../checkpoints/index.ts";
import { openExperiment } from "../experiments/index.ts";
import { openRunFolder, type RunFolder } from "../folder/index.ts";

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

/** A checkpoint of a run: of a step, the newest sound one, or the one marked as the best. */
export type CheckpointChoice = number | "latest" | "best";

/**
 * Opens a checkpoint of a run.
 *
 * @param choice which; default `latest`.
 * @throws EvenkeelError `RUN_FOLDER`, `CONFIG` or `CHECKPOINT` when there is nothing sound to open.
 */
export async function openTrained(
  folder: string,
  choice: CheckpointChoice = "latest",
): Promise<Trained> {
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
  const { checkpoint, damaged } = await chosen(run, choice, expected);
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

async function chosen(
  { path, files: { checkpoints } }: RunFolder,
  choice: CheckpointChoice,
  expected: ExpectedArchitecture,
): Promise<{
  readonly checkpoint: Checkpoint;
  readonly damaged: NewestCheckpoint["damaged"];
}> {
  if (choice !== "latest") {
    const step = choice === "best" ? await bestStep(checkpoints) : choice;
    return { checkpoint: await checkpointAt(checkpoints, step, expected), damaged: [] };
  }
  const { checkpoint, damaged } = await newestSoundCheckpoint(checkpoints, expected);
  if (checkpoint !== null) return { checkpoint, damaged };
  throw new EvenkeelError("CHECKPOINT", `${checkpoints}: there is no checkpoint yet`, {
    advice: `Train on: evenkeel train --resume ${path}`,
  });
}

async function bestStep(checkpoints: string): Promise<number> {
  const best = await readBest(checkpoints);
  if (best !== undefined) return best.step;
  throw new EvenkeelError("CHECKPOINT", `${checkpoints}: no checkpoint is marked as the best`, {
    advice:
      "Training marks one when it evaluates: --set evaluate.every=1000. Name a step with --step N.",
  });
}
