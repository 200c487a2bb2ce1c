/** The folder of a classifier: what it is, how its training went, where that goes on, and its result. */
import { join } from "node:path";
import { z } from "zod";
import type { BatchSourceState } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import {
  isFile,
  type JsonLine,
  type OwnFolder,
  onDisk,
  parseJson,
  readBytes,
  readJsonLines,
  readTextIfPresent,
  writeOutput,
} from "../../files/index.ts";
import { brokenFile } from "../../formats/broken.ts";
import { decodeSafetensors, encodeSafetensors } from "../../formats/index.ts";
import { differingPaths } from "../../json.ts";
import { ATTEMPTS, createFreeFolder, RUN_FILES } from "../../runs/folder/index.ts";
import type { ClassifierMeasures } from "../measures/index.ts";
import type { ClassifierSettings } from "../settings/index.ts";
import type { TrainingState } from "../training/index.ts";
import type { DataDescription } from "./data.ts";

/** The names of the files. */
const FILES = {
  classifier: "classifier.json",
  metrics: RUN_FILES.metrics,
  checkpoint: "checkpoint.safetensors",
  result: "result.json",
  report: RUN_FILES.report,
} as const;

/** What of a classifier's folder nothing else may replace. */
export const CLASSIFIER_FOLDER: OwnFolder = {
  what: "a classifier",
  mark: FILES.classifier,
  names: [...Object.values(FILES), ATTEMPTS],
};

/** The paths of a classifier's files, whether or not they exist. */
export function classifierFiles(folder: string): Readonly<Record<keyof typeof FILES, string>> {
  const entries = Object.entries(FILES).map(([key, name]) => [key, join(folder, name)]);
  return Object.fromEntries(entries) as Record<keyof typeof FILES, string>;
}

/** All that decides a classifier; plain data. */
export interface ClassifierExperiment {
  readonly settings: ClassifierSettings;
  readonly data: DataDescription;
  /** Batches to train on. */
  readonly steps: number;
  /** What computes, with its threads. */
  readonly engine: string;
}

/** What `result.json` holds. */
export interface ClassifierResult {
  readonly experiment: ClassifierExperiment;
  /** Trainable numbers. */
  readonly parameters: number;
  /** Means over the last steps, a hundredth of all. */
  readonly training: { readonly loss: number; readonly accuracy: number };
  /** On the held-out images, with running statistics. */
  readonly heldOut: ClassifierMeasures;
}

/** Sums over the steps since the last record. */
export interface RunningSums {
  readonly steps: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** A run between two steps. */
export interface ClassifierCheckpoint extends TrainingState {
  readonly batches: BatchSourceState;
  readonly sums: RunningSums;
}

/**
 * Makes a folder for a classifier, or finds that it is that classifier's.
 *
 * @throws EvenkeelError `RUN_FOLDER` for the folder of another classifier, or one that holds other things.
 */
export async function claimFolder(folder: string, experiment: ClassifierExperiment): Promise<void> {
  const { classifier } = classifierFiles(folder);
  const before = await readTextIfPresent(classifier);
  if (before === undefined) {
    await createFreeFolder(folder);
    const text = JSON.stringify({ kind: "evenkeel-classifier", ...experiment }, null, 1);
    await writeOutput(classifier, `${text}\n`);
    return;
  }
  const { kind: _, ...other } = await readExperiment(folder);
  const differences = differingPaths(JSON.parse(JSON.stringify(experiment)), other);
  if (differences.length === 0) return;
  throw refusal("RUN_FOLDER", {
    where: folder,
    rule: `must be new, or of the same classifier, got one with other ${differences.join(", ")}`,
    advice: "Name another folder with --out.",
  });
}

/**
 * The classifier of a folder.
 *
 * @throws EvenkeelError `RUN_FOLDER` for a folder that holds none, or a damaged one.
 */
export async function readExperiment(
  folder: string,
): Promise<ClassifierExperiment & { readonly kind: "evenkeel-classifier" }> {
  const { classifier } = classifierFiles(folder);
  const text = await readTextIfPresent(classifier);
  const found = parseJson(text ?? "") as ClassifierExperiment & { kind?: string };
  if (found?.kind === "evenkeel-classifier") return found as never;
  throw refusal("RUN_FOLDER", {
    where: text === undefined ? folder : classifier,
    rule:
      text === undefined
        ? "must be the folder of a classifier, which evenkeel classify train makes"
        : "the file is damaged",
  });
}

/** The result of a folder; `undefined` before it is there. */
export async function readResult(folder: string): Promise<ClassifierResult | undefined> {
  const text = await readTextIfPresent(classifierFiles(folder).result);
  const found = text === undefined ? undefined : parseJson(text);
  return found === undefined ? undefined : (found as ClassifierResult);
}

/** The records of a folder's training. */
export function readCourse(folder: string): Promise<readonly JsonLine[]> {
  return readJsonLines(classifierFiles(folder).metrics);
}

const progressSchema = z.object({
  step: z.int().min(0),
  batches: z.looseObject({ count: z.int().min(1) }),
  sums: z.object({ steps: z.int().min(0), loss: z.number(), accuracy: z.number() }),
});

/**
 * Where a training goes on from; `undefined` if nothing was kept.
 *
 * @throws EvenkeelError `DATA` for a damaged file.
 */
export async function readCheckpoint(folder: string): Promise<ClassifierCheckpoint | undefined> {
  const { checkpoint } = classifierFiles(folder);
  if (!(await isFile(checkpoint))) return undefined;
  const bytes = await onDisk("read", checkpoint, () => readBytes(checkpoint));
  const { tensors, metadata } = decodeSafetensors(bytes, checkpoint);
  const progress = progressSchema.safeParse(parseJson(metadata.progress ?? ""));
  if (!progress.success) {
    const got = metadata.progress ?? "nothing";
    throw brokenFile(checkpoint, "must say how far its training is", got);
  }
  const { batches, ...rest } = progress.data;
  const entries = [...tensors].map(([name, { shape, data }]) => {
    return [name, { shape, data: data as Float32Array }] as const;
  });
  return {
    ...rest,
    batches: batches as unknown as BatchSourceState,
    tensors: Object.fromEntries(entries),
  };
}

/** Keeps what a training can go on from. */
export async function writeCheckpoint(
  folder: string,
  { tensors, ...progress }: ClassifierCheckpoint,
): Promise<void> {
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
    return [name, { dtype: "float32", shape, data: Float32Array.from(data) }] as const;
  });
  const metadata = { progress: JSON.stringify(progress) };
  const bytes = encodeSafetensors(Object.fromEntries(entries), metadata);
  await writeOutput(classifierFiles(folder).checkpoint, bytes);
}

/** Writes the result. */
export async function writeResult(folder: string, result: ClassifierResult): Promise<void> {
  await writeOutput(classifierFiles(folder).result, `${JSON.stringify(result, null, 1)}\n`);
}
