/** Trains a zero-shot model task by task. */
import { adam, emptySlots } from "../../nn/optimizers/index.ts";
import { randomStream } from "../../random.ts";
import type { Executable, HostTensor, Runtime } from "../../runtime/index.ts";
import { describeEmbedder, initialEmbedder } from "../model/embedder.ts";
import { checkZeroShotModel, type ZeroShotModel } from "../model/model.ts";
import {
  attributesOf,
  rateIn,
  scalarFeeds,
  type ZeroShotTensors,
  type ZeroShotTraining,
} from "../model/train.ts";
import { consolidate, initialImportances } from "./importances.ts";
import { type Course, type Lesson, lessonOf, rememberedBefore } from "./lesson.ts";
import { continualMethod } from "./registry.ts";
import type { MethodSettings } from "./settings.ts";
import { continualStep, REMEMBERED } from "./step.ts";

/** An epoch of a task that is done. */
export interface ContinualEpoch {
  /** The task's number, from 1 on. */
  readonly task: number;
  /** The epoch's number in the task, from 1 on. */
  readonly epoch: number;
  /** The mean loss of its examples, without a penalty. */
  readonly loss: number;
}

/** How many training examples of a task that is done have told the importance of parameters to them. */
export interface ImportanceProgress {
  readonly task: number;
  readonly done: number;
  readonly total: number;
}

/** A training after an epoch: it goes on from there as if it had not been interrupted. */
export interface ContinualState extends ContinualEpoch {
  readonly tensors: ZeroShotTensors;
}

/** Options of {@link trainContinual}. */
export interface ContinualTrainingOptions {
  readonly runtime: Runtime;
  readonly method: MethodSettings;
  readonly model: ZeroShotModel;
  /** Of each task; the optimizer begins anew with each. */
  readonly training: ZeroShotTraining;
  /** Where to go on from; default: from initial weights. */
  readonly from?: ContinualState | undefined;
  /** Called after each epoch, with what reads the state; training goes on when it is done. */
  readonly onEpoch?: (
    epoch: ContinualEpoch,
    state: () => Promise<ContinualState>,
  ) => void | Promise<void>;
  /** Called while the importances of parameters are gathered, with what reads the state after the task's last epoch. */
  readonly onImportance?: (
    progress: ImportanceProgress,
    state: () => Promise<ContinualState>,
  ) => void | Promise<void>;
  /** Called after each task, when the state has the model after it. */
  readonly onTask?: (task: number) => void | Promise<void>;
}

/**
 * Learns tasks one after the other with one set of parameters. A step embeds the attributes of the classes of all tasks
 * so far, which are what class standardization standardizes over; the attributes of later classes play no part.
 *
 * @returns parameters and running statistics by name, and what the method keeps; they are in the runtime's state, too.
 *   The same on the same machine for the same data, seed and threads, wherever it was interrupted.
 * @throws EvenkeelError `CONFIG` for a model that cannot be trained, `ENGINE` when the engine refuses a step.
 */
export async function trainContinual(
  course: Course,
  options: ContinualTrainingOptions,
): Promise<ZeroShotTensors> {
  const { runtime, method: settings, model, training, from } = options;
  const { data, tasks, seed } = course;
  checkZeroShotModel(model, tasks[0]?.length ?? 0);
  const method = continualMethod(settings.name);
  const optimizer = adam();
  const sizes = { attributes: data.attributes.columns, features: data.features.columns };
  const { parameters } = describeEmbedder(model, sizes);
  const initial: ZeroShotTensors = {
    ...initialEmbedder(model, sizes, seed),
    ...(method.importance && initialImportances(parameters)),
  };
  const slots = emptySlots(parameters, optimizer);
  const before: ZeroShotTensors = { ...initial, ...slots, ...from?.tensors };
  const names = Object.keys(before);
  for (const [name, tensor] of Object.entries(before)) runtime.state.write(name, tensor);

  const first = from?.task ?? 1;
  for (let task = first; task <= tasks.length; task++) {
    const lesson = lessonOf(course, task, method.joint);
    const attributes = attributesOf(data, model, lesson.classes);
    const classes = { model, attributes, features: sizes.features };
    if (task > first) writeAll(runtime, slots);
    const memory =
      method.project === undefined ? [] : rememberedBefore(course, task, settings.memory ?? 0);
    const remembered = Math.min(memory.length, settings.memoryBatch ?? 0);
    const compiled = new Map<number, Executable>();
    const stepOf = async (batchSize: number) => {
      const { weightDecay } = training;
      const strength = settings.strength ?? 0;
      const made = { method, strength, optimizer, batchSize, weightDecay, remembered };
      const step = compiled.get(batchSize) ?? (await runtime.compile(continualStep(classes, made)));
      compiled.set(batchSize, step);
      return step;
    };
    let ended: ContinualEpoch =
      task === first && from ? from : { task, epoch: 0, loss: Number.NaN };
    const stateNow = async () => {
      const { epoch, loss } = ended;
      return { task, epoch, loss, tensors: await runtime.state.read(names) };
    };
    for (let epoch = ended.epoch + 1; epoch <= training.epochs; epoch++) {
      const batches = batchesOf(lesson, { seed, task, epoch, batchSize: training.batchSize });
      const recalled = randomStream(seed, `zsl/recalled/${task}/${epoch}`);
      const rate = rateIn(training, epoch);
      let sum = 0;
      for (const [i, places] of batches.entries()) {
        const drawn = remembered === 0 ? [] : recalled.permutation(memory.length);
        const again = Array.from(drawn.slice(0, remembered), (k) => memory[k] as number);
        const step = await stepOf(places.length);
        const { loss } = await step.run({
          ...lesson.feedsOf(places),
          ...(remembered > 0 && lesson.feedsOf(again, REMEMBERED)),
          ...scalarFeeds(optimizer.scalarsAt((epoch - 1) * batches.length + i + 1, rate)),
        });
        sum += (loss?.[0] as number) * places.length;
      }
      ended = { task, epoch, loss: sum / lesson.places.length };
      await options.onEpoch?.(ended, stateNow);
    }
    for (const step of compiled.values()) await step.release();
    if (method.importance !== undefined && task < tasks.length) {
      const { importance } = method;
      const keep = settings.keep ?? 0;
      await consolidate(lesson, {
        ...{ runtime, importance, parameters, classes, keep },
        onExample: (done, total) => options.onImportance?.({ task, done, total }, stateNow),
      });
    }
    await options.onTask?.(task);
  }
  return runtime.state.read(Object.keys(initial));
}

function writeAll({ state }: Runtime, tensors: ZeroShotTensors): void {
  for (const [name, tensor] of Object.entries(tensors)) state.write(name, tensor as HostTensor);
}

interface Epoch {
  readonly seed: number;
  readonly task: number;
  readonly epoch: number;
  readonly batchSize: number;
}

/** The examples of an epoch in batches, in an order that is drawn from the seed. */
function batchesOf({ places }: Lesson, { seed, task, epoch, batchSize }: Epoch): number[][] {
  const order = randomStream(seed, `zsl/task/${task}/epoch/${epoch}`).permutation(places.length);
  return Array.from({ length: Math.ceil(places.length / batchSize) }, (_, i) => {
    const batch = order.slice(i * batchSize, (i + 1) * batchSize);
    return Array.from(batch, (k) => places[k] as number);
  });
}
