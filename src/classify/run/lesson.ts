/** A training with records, checkpoints and looks at held-out images. */
import { type BatchSource, batchSource, restoreBatchSource, withFlips } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { type JsonLine, openJsonLines } from "../../files/index.ts";
import { randomStream } from "../../random.ts";
import type { Runtime } from "../../runtime/index.ts";
import { formatNumber } from "../../text.ts";
import { logitsOf, measuresOf, spreadPlaces } from "../measures/index.ts";
import type { ClassifierModel } from "../model/index.ts";
import { assembleTraining, type ClassifierSettings } from "../settings/index.ts";
import { type StepTaken, trainClassifier } from "../training/index.ts";
import type { ClassifierData, LabeledImages } from "./data.ts";
import {
  type ClassifierCheckpoint,
  type ClassifierExperiment,
  type ClassifierResult,
  classifierFiles,
  type RunningSums,
  writeCheckpoint,
} from "./folder.ts";

/** How far a training is. */
export interface ClassifierProgress extends StepTaken {
  readonly steps: number;
  /** On held-out images, the last time that some were looked at; `null` before. */
  readonly heldOut: number | null;
}

/** What is told of a training, and what ends it. */
export interface LessonOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: ClassifierProgress) => void;
  /** Called with the held-out images that have passed, and all. */
  readonly onTest?: (done: number, total: number) => void;
}

/** Milliseconds between two checkpoints. */
const KEEP_EVERY = 30_000;
/** Held-out images that are looked at during training; all of them decide at the end. */
const GLANCE = 1000;
/** Records of a training. */
const RECORDS = 100;

/** What is trained on what. */
export interface Lesson {
  readonly runtime: Runtime;
  readonly model: ClassifierModel;
  readonly parts: ClassifierData;
  readonly experiment: ClassifierExperiment;
  readonly from: ClassifierCheckpoint | undefined;
  readonly folder: string;
  /** Throws once another process has taken over the folder; called just before each write. */
  readonly allow: () => void;
}

const nothing: RunningSums = { steps: 0, loss: 0, accuracy: 0 };

/** Trains with records and checkpoints. @returns the last record's means; `undefined` if it was aborted. */
export async function train(
  { runtime, model, parts, experiment, from, folder, allow }: Lesson,
  { signal, onProgress }: LessonOptions,
): Promise<ClassifierResult["training"] | undefined> {
  const { settings } = experiment;
  const { evaluateEvery, ...training } = assembleTraining(settings, parts.training.count);
  const { steps, batchSize } = training;
  const batches = batchesOf(parts.training, settings, from);
  const recordEvery = Math.max(1, Math.round(steps / RECORDS));
  let sums = from?.sums ?? nothing;
  let heldOut: number | null = null;
  let kept = performance.now();
  const cut = { key: "step", last: from?.step ?? 0 };
  const course = await openJsonLines(classifierFiles(folder).metrics, cut);
  const record = (line: JsonLine) => {
    allow();
    course.append(line);
  };
  try {
    const isDone = await trainClassifier(model, {
      ...{ runtime, training, from, signal },
      next: () => batches.next(),
      async onStep(taken, read) {
        const { step, loss, accuracy, learningRate } = taken;
        expectFinite(taken);
        sums = {
          steps: sums.steps + 1,
          loss: sums.loss + loss,
          accuracy: sums.accuracy + accuracy,
        };
        if (step % recordEvery === 0 || step === steps) {
          const epoch = (step * batchSize) / parts.training.count;
          record({ step, epoch, ...meansOf(sums), learningRate });
          // the last ones are the result's
          if (step < steps) sums = nothing;
        }
        if (step % evaluateEvery === 0 && step < steps) {
          // without the signal: records are the same wherever training is interrupted
          const found = await measure(runtime, model, parts.heldOut, GLANCE, {});
          heldOut = found!.accuracy;
          record({ step, "heldOut/loss": found!.loss, "heldOut/accuracy": heldOut });
        }
        onProgress?.({ ...taken, steps, heldOut });
        const now = performance.now();
        if (!signal?.aborted && step < steps && now - kept < KEEP_EVERY) return;
        allow();
        await writeCheckpoint(folder, { ...(await read()), batches: batches.state(), sums });
        kept = now;
      },
    });
    return isDone ? meansOf(sums) : undefined;
  } finally {
    course.close();
  }
}

const meansOf = ({ steps, loss, accuracy }: RunningSums) => ({
  loss: loss / steps,
  accuracy: accuracy / steps,
});

function expectFinite({ step, loss, learningRate }: StepTaken): void {
  if (Number.isFinite(loss)) return;
  throw refusal("CONFIG", {
    where: `training, step ${step}`,
    rule: "the loss must be finite",
    got: loss,
    advice: `Take a smaller learning rate than ${formatNumber(learningRate, 3)} (--learning-rate), a warm-up (--warm-up), or another initializer or normalization.`,
  });
}

function batchesOf(
  dataset: LabeledImages,
  { batchSize, flip, seed }: ClassifierSettings,
  from: ClassifierCheckpoint | undefined,
): BatchSource<"uint8"> {
  const stream = randomStream(seed, "classify/order");
  const source =
    from === undefined
      ? batchSource(dataset, { batchSize, stream })
      : restoreBatchSource(dataset, { batchSize }, from.batches);
  return flip ? withFlips(source, dataset, seed, from?.batches) : source;
}

/** Measures the classifier in the state on images, so many at most. @returns `undefined` if it was aborted. */
export async function measure(
  runtime: Runtime,
  model: ClassifierModel,
  dataset: LabeledImages,
  most: number,
  { signal, onTest }: Pick<LessonOptions, "signal" | "onTest">,
) {
  const places = spreadPlaces(dataset.count, most);
  const options = { signal, onProgress: onTest };
  const logits = await logitsOf(runtime, model, { dataset, places }, options);
  if (logits === undefined) return undefined;
  const labels = places.map((place) => dataset.labels[place] as number);
  return measuresOf(logits, labels, dataset.classes);
}
