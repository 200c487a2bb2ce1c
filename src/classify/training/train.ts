/** Trains a classifier. */
import type { Batch } from "../../data/index.ts";
import { emptySlots, type Optimizer } from "../../nn/optimizers/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import { largest } from "../measures/measures.ts";
import {
  type ClassifierModel,
  type ClassifierTensors,
  classifierStep,
  initialTensors,
} from "../model/index.ts";
import { type Mixup, mixupOf } from "./mixup.ts";
import { type Schedule, scheduled } from "./schedule.ts";

/** How a classifier is trained. */
export interface ClassifierTraining {
  readonly optimizer: Optimizer;
  /** Before the schedule changes it. */
  readonly learningRate: number;
  readonly schedule: Schedule;
  /** The first so many steps rise to the learning rate. */
  readonly warmUp: number;
  readonly steps: number;
  readonly batchSize: number;
  /** λ, of weights. */
  readonly weightDecay: number;
  /** ε of the targets. */
  readonly smoothing: number;
  /** α of mixup; 0: none. */
  readonly mixup: number;
  /** Of the initial weights and of mixup. */
  readonly seed: number;
}

/** A training between two steps: it goes on from there as if it had not been interrupted. */
export interface TrainingState {
  /** Steps done. */
  readonly step: number;
  /** Parameters, buffers, states of methods and the optimizer's slots. */
  readonly tensors: ClassifierTensors;
}

/** A step that is done. */
export interface StepTaken {
  /** Its number, from 1 on. */
  readonly step: number;
  /** The mean loss of its batch, before the update. */
  readonly loss: number;
  /** The share of its images that were told, with the statistics of the batch; of mixed ones by their shares. */
  readonly accuracy: number;
  readonly learningRate: number;
}

/** Options of {@link trainClassifier}. */
export interface TrainingOptions {
  readonly runtime: Runtime;
  readonly training: ClassifierTraining;
  /** Where to go on from; default: from initial weights. */
  readonly from?: TrainingState | undefined;
  /** The batch of the next step, in full. */
  readonly next: () => Promise<Batch<"uint8">>;
  /** Called after each step, with what reads the state; training goes on when it is done. */
  readonly onStep?: (taken: StepTaken, state: () => Promise<TrainingState>) => void | Promise<void>;
  /** Once it is aborted, training ends after the step, when `onStep` is done. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains for the mean cross-entropy.
 *
 * @returns whether all steps are done; what was trained is in the runtime's state, the same on the same machine for
 *   the same seed, batches and threads, wherever it was interrupted.
 * @throws EvenkeelError `GRAPH` for batches or a state that do not fit, `ENGINE` when the engine refuses the step.
 */
export async function trainClassifier(
  model: ClassifierModel,
  { runtime, training, from, next, onStep, signal }: TrainingOptions,
): Promise<boolean> {
  const { optimizer, steps, batchSize, weightDecay, smoothing, mixup, seed } = training;
  const before = { ...initialTensors(model, seed), ...emptySlots(model.parameters, optimizer) };
  for (const [name, tensor] of Object.entries({ ...before, ...from?.tensors })) {
    runtime.state.write(name, tensor);
  }
  const mixes = mixup > 0;
  const update = { optimizer, batchSize, weightDecay, smoothing, mixes };
  const executable = await runtime.compile(classifierStep(model, update));
  for (let step = (from?.step ?? 0) + 1; step <= steps; step++) {
    if (signal?.aborted) return false;
    const learningRate =
      training.learningRate * scheduled(training.schedule, { ...training, step });
    const scalars = Object.entries(optimizer.scalarsAt(step, learningRate)).map(
      ([name, value]) => [name, Float32Array.of(value)] as const,
    );
    const { images, labels } = await next();
    const mixed = mixes ? mixupOf({ seed, step }, { alpha: mixup, batchSize }) : undefined;
    const { loss, logits } = await executable.run({
      ...{ images, labels },
      ...(mixed && { partners: mixed.partners, share: Float32Array.of(mixed.share) }),
      ...Object.fromEntries(scalars),
    });
    const accuracy = shareTold(logits as Float32Array, labels, mixed);
    const taken = { step, loss: loss?.[0] as number, accuracy, learningRate };
    const names = Object.keys(before);
    await onStep?.(taken, async () => ({ step, tensors: await runtime.state.read(names) }));
  }
  await executable.release();
  return true;
}

/** The share of a batch whose label is told; of a mixed image, that of either label counts by its share. */
function shareTold(logits: Float32Array, labels: Int32Array, mixed: Mixup | undefined): number {
  const told = largest(logits, logits.length / labels.length);
  const { share = 1, partners } = mixed ?? {};
  let sum = 0;
  for (const [i, label] of told.entries()) {
    if (label === labels[i]) sum += share;
    if (partners && label === labels[partners[i] as number]) sum += 1 - share;
  }
  return sum / labels.length;
}
