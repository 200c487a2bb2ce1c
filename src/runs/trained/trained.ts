/** A trained model: the weights of a checkpoint, for sampling, measuring and exporting. */

import type { Config, ExpectedArchitecture } from "../../config/index.ts";
import {
  assembleModel,
  configFrom,
  expectedArchitecture,
  readOwnSettings,
  readResolvedConfig,
} from "../../config/index.ts";
import { datasetClasses } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { type Counters, type GanModel, stateShapes } from "../../gan/index.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { shell } from "../../text.ts";
import {
  type Checkpoint,
  checkpointAt,
  hostTensors,
  type NewestCheckpoint,
  newestSoundCheckpoint,
  readBest,
  skippedNotes,
} from "../checkpoints/index.ts";
import { workingFolderOf } from "../data/index.ts";
import { openExperiment } from "../experiments/index.ts";
import { openRunFolder, type RunFolder } from "../folder/index.ts";
import type { RunAbout } from "./about.ts";

/** The networks of a run at a checkpoint. */
export interface TrainedModel {
  readonly run: RunFolder;
  readonly about: RunAbout;
  readonly model: GanModel;
  readonly counters: Counters;
  /** Which checkpoint was asked for. */
  readonly choice: CheckpointChoice;
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** The names of the classes that a conditional generator draws, by their numbers, if known. */
  readonly classNames: readonly string[] | undefined;
  /** Damaged checkpoints that were skipped, one sentence each. */
  readonly notes: readonly string[];
}

/** The networks of a run that is described by a config. */
export interface Trained extends TrainedModel {
  readonly config: Config;
}

/** Which checkpoint of a run: that of a step, the newest sound one, or the one marked as the best. */
export type CheckpointChoice = number | "latest" | "best";

/**
 * Opens a checkpoint of a run that is described by a config.
 *
 * @example
 * const trained = await openTrained("runs/0001-quickstart");
 * const images = await drawImages(trained, sampleNoise(0, 16, trained.model.definition));
 *
 * @param choice which checkpoint; default `latest`.
 * @throws EvenkeelError `RUN_FOLDER`, `CONFIG` or `CHECKPOINT` if there is nothing sound to open.
 */
export async function openTrained(
  folder: string,
  choice: CheckpointChoice = "latest",
): Promise<Trained> {
  const run = await openSingleRun(folder);
  const written = await readResolvedConfig(run.files.config);
  const from = await workingFolderOf(folder);
  const config = from === undefined ? written : configFrom(written, from);
  const model = assembleModel(config);
  const { fingerprint } = expectedArchitecture(config, model);
  const { name, seed, data } = config;
  const classes = datasetClasses(data);
  const classNames = keptNames(run, model, typeof classes === "object" ? classes : undefined);
  const about = { name, seed, data: data.name, classNames };
  return { config, ...(await openModel(run, about, model, fingerprint, choice)) };
}

/**
 * Opens a checkpoint of a run whose networks were defined in a program.
 *
 * @param model the model that the run trains.
 * @param choice which checkpoint; default `latest`.
 * @throws EvenkeelError `RUN_FOLDER` or `CHECKPOINT` if there is nothing sound to open, or if the checkpoint
 *   belongs to different networks.
 */
export async function openTrainedModel(
  folder: string,
  model: GanModel,
  choice: CheckpointChoice = "latest",
): Promise<TrainedModel> {
  const run = await openSingleRun(folder);
  const { name, seed } = run.info();
  const { data, architecture } = await readOwnSettings(run.files.config);
  const about = { name, seed, data, classNames: keptNames(run, model, undefined) };
  return openModel(run, about, model, architecture, choice);
}

/** The names that a run keeps; of an earlier run, which kept none, those that its data set always has. */
function keptNames(
  run: RunFolder,
  { definition: { classes } }: GanModel,
  ofSet: readonly string[] | undefined,
): readonly string[] | undefined {
  return classes === undefined ? undefined : (run.info().classes ?? ofSet);
}

/**
 * Opens the folder of one run.
 *
 * @throws EvenkeelError `RUN_FOLDER` as `openRunFolder` does, and for the folder of an experiment.
 */
export async function openSingleRun(folder: string): Promise<RunFolder> {
  const experiment = await openExperiment(folder);
  if (experiment === undefined) return openRunFolder(folder);
  const { seeds, folderOf } = experiment;
  throw refusal("RUN_FOLDER", {
    where: folder,
    rule: `this is an experiment of ${seeds.length} runs`,
    advice: `Name the folder of one of them, such as ${folderOf(seeds[0]!)}.`,
  });
}

async function openModel(
  run: RunFolder,
  about: RunAbout,
  model: GanModel,
  fingerprint: string,
  choice: CheckpointChoice,
): Promise<TrainedModel> {
  const expected = { fingerprint, tensors: stateShapes(model) };
  const { checkpoint, damaged } = await chosenCheckpoint(run, choice, expected);
  return {
    run,
    about,
    model,
    counters: checkpoint.counters,
    choice,
    classNames: about.classNames,
    tensors: hostTensors(checkpoint.tensors),
    notes: skippedNotes(damaged),
  };
}

/**
 * The checkpoint that is chosen of a run.
 *
 * @param expected the networks that it must belong to; default: any.
 * @throws EvenkeelError `CHECKPOINT` if there is no such checkpoint, or if it is damaged or of other networks.
 */
export async function chosenCheckpoint(
  { path, files: { checkpoints } }: RunFolder,
  choice: CheckpointChoice,
  expected?: ExpectedArchitecture,
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
  throw refusal("CHECKPOINT", {
    where: checkpoints,
    rule: "there is no checkpoint yet",
    advice: shell`Continue training: evenkeel train --resume ${path}`,
  });
}

async function bestStep(checkpoints: string): Promise<number> {
  const best = await readBest(checkpoints);
  if (best !== undefined) return best.step;
  throw refusal("CHECKPOINT", {
    where: checkpoints,
    rule: "no checkpoint is marked as the best",
    advice:
      "Training marks one when it evaluates: --set evaluate.every=1000. Name a step with --step N.",
  });
}
