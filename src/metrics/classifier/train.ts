/** Trains a classifier. */
import { adam, emptySlots, type Optimizer } from "../../nn/optimizers/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import { type ClassifierTensors, describeClassifier, initialClassifier } from "./model.ts";
import type { ClassifierDefinition } from "./network.ts";
import { type ClassifierUpdate, classifierStep } from "./step.ts";

/** Images with what the classifier has to predict. */
export interface ClassifierBatch {
  /** uint8 `[N, C, H, W]`, 0 … 255. */
  readonly images: Uint8Array;
  /** int32 `[N, T]`: the class of each of the T targets with classes. */
  readonly labels: Int32Array;
  /** float32 `[N, numbers]`; left out where the definition has none. */
  readonly numbers?: Float32Array;
}

/** A training between two steps: it goes on from there as if it had not been interrupted. */
export interface ClassifierState {
  /** Steps done. */
  readonly step: number;
  /** Parameters, buffers and the optimizer's slots. */
  readonly tensors: ClassifierTensors;
}

/** Options of {@link trainClassifier}. */
export interface ClassifierTraining extends Partial<ClassifierUpdate> {
  readonly runtime: Runtime;
  /** Default Adam (β 0.9, 0.999). */
  readonly optimizer?: Optimizer;
  readonly batchSize: number;
  readonly steps: number;
  /** The learning rate of a step, counted from 1. Default {@link halfCosine} from 0.002 over `steps`. */
  readonly learningRate?: (step: number) => number;
  /** Of the initial weights. */
  readonly seed: number;
  /** Where to go on from; default: from initial weights. */
  readonly from?: ClassifierState | undefined;
  /** The batch of a step, counted from 1: full ones of `batchSize`. */
  readonly next: (step: number) => ClassifierBatch | Promise<ClassifierBatch>;
  /**
   * Called after each step with the loss, the sum of all targets' losses, and with what reads the state.
   * Training goes on when it is done.
   */
  readonly onStep?: (
    step: number,
    loss: number,
    state: () => Promise<ClassifierState>,
  ) => void | Promise<void>;
}

/** A learning rate that falls from `rate` at step 1 to 0 after `steps` along half a cosine. */
export function halfCosine(rate: number, steps: number): (step: number) => number {
  return (step) => (rate * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2;
}

/**
 * A learning rate that rises along a straight line from 0 before step 1 to `rate` at step `warmup`, and falls
 * along another to 0 at the last of `steps`.
 *
 * @param warmup less than `steps`.
 * @see Smith & Topin 2018, "Super-convergence"; the momentum, which has a cycle there, stays as it is.
 */
export function oneCycle(rate: number, steps: number, warmup: number): (step: number) => number {
  return (step) => rate * Math.min(step / warmup, (steps - step) / (steps - warmup));
}

/**
 * Trains for the mean cross-entropy of each target with classes plus the mean squared error of each number.
 *
 * @returns parameters and running statistics by name. The same on the same machine for the same seed,
 *   batches and threads, wherever it was interrupted.
 * @throws EvenkeelError `GRAPH` for batches or a state that do not fit, `ENGINE` when the engine refuses the
 *   step.
 */
export async function trainClassifier(
  definition: ClassifierDefinition,
  options: ClassifierTraining,
): Promise<ClassifierTensors> {
  const { runtime, batchSize, steps, seed, from, next, onStep } = options;
  const { optimizer = adam(), learningRate = halfCosine(0.002, steps) } = options;
  const { weightDecay, smoothing } = options;
  const initial = initialClassifier(definition, seed);
  const slots = emptySlots(describeClassifier(definition).parameters, optimizer);
  const names = [...Object.keys(initial), ...Object.keys(slots)];
  for (const [name, tensor] of Object.entries({ ...initial, ...slots, ...from?.tensors })) {
    runtime.state.write(name, tensor);
  }
  const update = { optimizer, batchSize, weightDecay, smoothing };
  const executable = await runtime.compile(classifierStep(definition, update));
  for (let step = (from?.step ?? 0) + 1; step <= steps; step++) {
    const scalars = Object.entries(optimizer.scalarsAt(step, learningRate(step))).map(
      ([name, value]) => [name, Float32Array.of(value)] as const,
    );
    const { images, labels, numbers } = await next(step);
    const { loss } = await executable.run({
      images,
      labels,
      ...(numbers && { numbers }),
      ...Object.fromEntries(scalars),
    });
    const state = async () => ({ step, tensors: await runtime.state.read(names) });
    await onStep?.(step, loss?.[0] as number, state);
  }
  return runtime.state.read(Object.keys(initial));
}
