/** A classifier from what a person asks for to its result. */
import type { DataCallbacks, DatasetOptions } from "../../data/index.ts";
import { asAttempt, createNumberedFolder } from "../../runs/folder/index.ts";
import { createRuntime, type Engine } from "../../runtime/index.ts";
import { createClassifier, parameterCount } from "../model/index.ts";
import {
  assembleClassifier,
  assembleTraining,
  type ClassifierSettingsInput,
  classifierSettings,
} from "../settings/index.ts";
import { describeData, openParts } from "./data.ts";
import {
  type ClassifierResult,
  claimFolder,
  readCheckpoint,
  readResult,
  writeResult,
} from "./folder.ts";
import { type LessonOptions, measure, train } from "./lesson.ts";

/** What decides a classifier. */
export interface ClassifierRequest {
  readonly data: DatasetOptions;
  readonly settings?: ClassifierSettingsInput | undefined;
}

/** How a classifier is trained. */
export interface ClassifierRun extends LessonOptions {
  readonly engine: Engine;
  /** The folder; what was kept there of the same classifier is gone on from. Default: the next number in `runs`. */
  readonly out?: string | undefined;
  /** Called while images are read. */
  readonly onData?: DataCallbacks["onProgress"];
  /** Called with what there is to know about the images: a sentence each. */
  readonly onNote?: (text: string) => void;
  /** Called when a training goes on after so many steps. */
  readonly onResume?: (step: number) => void;
}

/** How a training ended. */
export interface ClassifierOutcome {
  readonly folder: string;
  /** `undefined` if it was aborted; what was trained is kept. */
  readonly result: ClassifierResult | undefined;
}

/**
 * Trains a classifier, and measures it on the held-out images.
 *
 * The same on the same machine for the same request and threads, wherever it was interrupted: files are equal byte
 * for byte.
 *
 * @throws EvenkeelError `CONFIG`, `DATA`, `DISK`, `RUN_FOLDER` or `ENGINE`, as settings, images, folder and training
 *   do.
 */
export async function trainRun(
  { data, settings: given }: ClassifierRequest,
  run: ClassifierRun,
): Promise<ClassifierOutcome> {
  const settings = classifierSettings(given);
  const callbacks = { onProgress: run.onData, signal: run.signal };
  const parts = await openParts(data, callbacks);
  for (const note of parts.training.notes) run.onNote?.(note);
  const description = await describeData(parts, callbacks);
  const { imageShape, classes } = description;
  const task = { imageShape, classes: classes.length };
  const model = createClassifier(assembleClassifier(settings, task));
  const { steps } = assembleTraining(settings, parts.training.count);
  const { description: engine } = run.engine;
  const experiment = { settings, data: description, steps, engine };
  const folder = run.out ?? (await createNumberedFolder("runs", `classify-${description.name}`));
  await claimFolder(folder, experiment);
  const before = await readResult(folder);
  if (before !== undefined) return { folder, result: before };
  return asAttempt(folder, false, async (allow) => {
    const from = await readCheckpoint(folder);
    if (from !== undefined) run.onResume?.(from.step);
    const runtime = createRuntime(run.engine);
    try {
      const trained = await train({ runtime, model, parts, experiment, from, folder, allow }, run);
      if (trained === undefined) return { folder, result: undefined };
      const heldOut = await measure(runtime, model, parts.heldOut, Number.POSITIVE_INFINITY, run);
      if (heldOut === undefined) return { folder, result: undefined };
      const result = { experiment, parameters: parameterCount(model), training: trained, heldOut };
      allow();
      await writeResult(folder, result);
      return { folder, result };
    } finally {
      await runtime.release();
    }
  });
}
