/** Trains a zero-shot model, and lets it score examples. */
import { adam, emptySlots } from "../../nn/optimizers/index.ts";
import { randomStream } from "../../random.ts";
import type { Executable, HostTensor, Runtime } from "../../runtime/index.ts";
import {
  checkZeroShotData,
  classParts,
  type Rows,
  rowsAt,
  type ZeroShotData,
} from "../data/data.ts";
import { describeEmbedder, initialEmbedder } from "./embedder.ts";
import { normalizedAttributes } from "./logits.ts";
import { checkZeroShotModel, type ZeroShotModel } from "./model.ts";
import { zeroShotLogits, zeroShotStep } from "./step.ts";

/** How a model is trained. */
export interface ZeroShotTraining {
  /** Passes through the training examples. */
  readonly epochs: number;
  /** Examples of a step; the last one of an epoch has what is left. */
  readonly batchSize: number;
  /** Of Adam (β 0.9, 0.999) at first. */
  readonly learningRate: number;
  /** Epochs after which the learning rate is divided by ten, again and again. */
  readonly decayEvery: number;
  /** λ: λ·w is added to the gradient of each parameter w. */
  readonly weightDecay: number;
}

/** How the authors' notebook trains. */
export const zeroShotTraining: ZeroShotTraining = {
  ...{ epochs: 50, batchSize: 256, learningRate: 5e-4, decayEvery: 25, weightDecay: 1e-4 },
};

/** Parameters, buffers and, during training, the optimizer's slots, by name. */
export type ZeroShotTensors = Readonly<Record<string, HostTensor>>;

/** An epoch that is done. */
export interface ZeroShotEpoch {
  /** Its number, from 1 on. */
  readonly epoch: number;
  /** The mean loss of its examples. */
  readonly loss: number;
}

/** A training after an epoch: it goes on from there as if it had not been interrupted. */
export interface ZeroShotState extends ZeroShotEpoch {
  readonly tensors: ZeroShotTensors;
}

/** Options of {@link trainZeroShot}. */
export interface ZeroShotTrainingOptions {
  readonly runtime: Runtime;
  readonly model: ZeroShotModel;
  readonly training: ZeroShotTraining;
  /** Of the initial weights and the order of the examples. */
  readonly seed: number;
  /** Where to go on from; default: from initial weights. */
  readonly from?: ZeroShotState | undefined;
  /** Called after each epoch, with what reads the state; training goes on when it is done. */
  readonly onEpoch?: (
    epoch: ZeroShotEpoch,
    state: () => Promise<ZeroShotState>,
  ) => void | Promise<void>;
}

/**
 * Trains for the mean cross-entropy over the seen classes. Each step embeds the attributes of all seen classes, which
 * are what class standardization standardizes over.
 *
 * @returns parameters and running statistics by name; they are in the runtime's state, too. The same on the same
 *   machine for the same data, seed and threads, wherever it was interrupted.
 * @throws EvenkeelError `DATA` or `CONFIG` for data or a model that cannot be trained, `ENGINE` when the engine
 *   refuses a step.
 */
export async function trainZeroShot(
  data: ZeroShotData,
  options: ZeroShotTrainingOptions,
): Promise<ZeroShotTensors> {
  const { runtime, model, training, seed, from, onEpoch } = options;
  const { seen } = classParts(data);
  checkZeroShotData(data);
  checkZeroShotModel(model, seen.length);
  const optimizer = adam();
  const sizes = { attributes: data.attributes.columns, features: data.features.columns };
  const initial = initialEmbedder(model, sizes, seed);
  const slots = emptySlots(describeEmbedder(model, sizes).parameters, optimizer);
  const before: ZeroShotTensors = { ...initial, ...slots, ...from?.tensors };
  for (const [name, tensor] of Object.entries(before)) runtime.state.write(name, tensor);

  const attributes = attributesOf(data, model, seen);
  const classes = { model, attributes, features: data.features.columns };
  const compiled = new Map<number, Executable>();
  const stepOf = async (batchSize: number) => {
    const program = { optimizer, batchSize, weightDecay: training.weightDecay };
    const step = compiled.get(batchSize) ?? (await runtime.compile(zeroShotStep(classes, program)));
    compiled.set(batchSize, step);
    return step;
  };
  const rowOf = new Map(seen.map((label, row) => [label, row]));
  const steps = Math.ceil(data.training.length / training.batchSize);
  for (let epoch = (from?.epoch ?? 0) + 1; epoch <= training.epochs; epoch++) {
    const order = randomStream(seed, `zsl/epoch/${epoch}`).permutation(data.training.length);
    const rate = rateIn(training, epoch);
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      const batch = order.slice(i * training.batchSize, (i + 1) * training.batchSize);
      const places = Array.from(batch, (place) => data.training[place] as number);
      const scalars = optimizer.scalarsAt((epoch - 1) * steps + i + 1, rate);
      const step = await stepOf(places.length);
      const { loss } = await step.run({
        features: rowsAt(data.features, places),
        labels: Int32Array.from(places, (place) => rowOf.get(data.labels[place] as number)!),
        ...scalarFeeds(scalars),
      });
      sum += (loss?.[0] as number) * places.length;
    }
    const done = { epoch, loss: sum / data.training.length };
    await onEpoch?.(done, async () => ({
      ...done,
      tensors: await runtime.state.read(Object.keys(before)),
    }));
  }
  return runtime.state.read(Object.keys(initial));
}

/** The learning rate of an epoch, counted from 1. */
export function rateIn({ learningRate, decayEvery }: ZeroShotTraining, epoch: number): number {
  return learningRate * 0.1 ** Math.floor((epoch - 1) / decayEvery);
}

/** Numbers as a program is fed them. */
export function scalarFeeds(
  scalars: Readonly<Record<string, number>>,
): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(
    Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]),
  );
}

/** Examples that are scored at once. */
const CHUNK = 500;

/**
 * The logits `[places, C]` of examples for all classes, by the model in the runtime's state.
 *
 * @throws EvenkeelError `GRAPH` where no model has been trained in this runtime.
 */
export async function scoreZeroShot(
  data: Pick<ZeroShotData, "classes" | "attributes" | "features">,
  options: Pick<ZeroShotTrainingOptions, "runtime" | "model">,
  places: readonly number[],
): Promise<Float32Array> {
  const { runtime, model } = options;
  const all = data.classes.map((_, label) => label);
  const attributes = attributesOf(data, model, all);
  const { columns } = data.features;
  const program = zeroShotLogits({ model, attributes, features: columns }, CHUNK);
  const score = await runtime.compile(program);
  const out = new Float32Array(places.length * all.length);
  for (let first = 0; first < places.length; first += CHUNK) {
    const chunk = places.slice(first, first + CHUNK);
    // a full chunk, of which the rows behind the last example are 0
    const features = new Float32Array(CHUNK * columns);
    features.set(rowsAt(data.features, chunk));
    const { logits } = await score.run({ features });
    out.set((logits as Float32Array).subarray(0, chunk.length * all.length), first * all.length);
  }
  await score.release();
  return out;
}

/** The attributes of these classes, as the model wants them. */
export function attributesOf(
  data: Pick<ZeroShotData, "attributes">,
  model: ZeroShotModel,
  labels: readonly number[],
): Rows {
  const { columns } = data.attributes;
  const rows = { columns, data: rowsAt(data.attributes, labels) };
  return model.normalizeAttributes ? normalizedAttributes(rows) : rows;
}
