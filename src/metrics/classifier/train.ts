/** Trains a classifier. */
import { sizeOf } from "../../graph/index.ts";
import { adam } from "../../nn/index.ts";
import type { Runtime } from "../../runtime/index.ts";
import { type ClassifierTensors, describeClassifier, initialClassifier } from "./model.ts";
import type { ClassifierDefinition } from "./network.ts";
import { classifierStep, slotName } from "./step.ts";

/** Images with what the classifier has to predict. */
export interface ClassifierBatch {
  /** uint8 `[N, C, H, W]`, 0 … 255. */
  readonly images: Uint8Array;
  /** int32 `[N, T]`: the class of each of the T targets with classes. */
  readonly labels: Int32Array;
  /** float32 `[N, numbers]`; left out where the definition has none. */
  readonly numbers?: Float32Array;
}

/** Options of {@link trainClassifier}. */
export interface ClassifierTraining {
  readonly runtime: Runtime;
  readonly batchSize: number;
  readonly steps: number;
  /** The learning rate at the first step, from which it falls to 0 along half a cosine. Default 0.002. */
  readonly learningRate?: number;
  /** Of the initial weights. */
  readonly seed: number;
  /** Full batches of `batchSize`. */
  readonly next: () => ClassifierBatch | Promise<ClassifierBatch>;
  /** Called after each step with the loss, the sum of all targets' losses. */
  readonly onStep?: (step: number, loss: number) => void;
}

/**
 * Trains with Adam (β 0.9, 0.999): the mean cross-entropy of each target with classes plus the mean
 * squared error of each number.
 *
 * @returns parameters and running statistics by name. The same on the same machine for the same seed,
 *   batches and threads.
 * @throws EvenkeelError `GRAPH` for batches that do not fit, `ENGINE` when the engine refuses the step.
 */
export async function trainClassifier(
  definition: ClassifierDefinition,
  options: ClassifierTraining,
): Promise<ClassifierTensors> {
  const { runtime, batchSize, steps, learningRate = 0.002, seed, next, onStep } = options;
  const optimizer = adam();
  const { parameters } = describeClassifier(definition);
  const tensors = initialClassifier(definition, seed);
  for (const [name, tensor] of Object.entries(tensors)) runtime.state.write(name, tensor);
  for (const { name, shape } of parameters) {
    for (const slot of optimizer.slots) {
      runtime.state.write(slotName(name, slot), { shape, data: new Float32Array(sizeOf(shape)) });
    }
  }
  const executable = await runtime.compile(classifierStep(definition, optimizer, batchSize));
  for (let step = 1; step <= steps; step++) {
    const rate = (learningRate * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2;
    const scalars = Object.entries(optimizer.scalarsAt(step, rate)).map(
      ([name, value]) => [name, Float32Array.of(value)] as const,
    );
    const { images, labels, numbers } = await next();
    const { loss } = await executable.run({
      images,
      labels,
      ...(numbers && { numbers }),
      ...Object.fromEntries(scalars),
    });
    onStep?.(step, loss?.[0] as number);
  }
  return runtime.state.read(Object.keys(tensors));
}
