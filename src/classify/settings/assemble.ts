/** What settings stand for: a network, an optimizer, a training. */
import { createMethod, createReparametrization } from "../../config/methods.ts";
import { adam, type Optimizer, sgd } from "../../nn/index.ts";
import {
  type Initializer,
  type InitializerMethod,
  initializers,
  type Normalization,
  normalizations,
} from "../../stabilizers/index.ts";
import type { ClassifierDefinition, ImageShape } from "../model/index.ts";
import { type ClassifierNetwork, classifierNetworks } from "../networks/index.ts";
import type { ClassifierTraining } from "../training/index.ts";
import type { ClassifierSettings } from "./settings.ts";

/** What is told apart. */
export interface ClassifierTask {
  readonly imageShape: ImageShape;
  readonly classes: number;
}

/** The classifier that settings stand for. */
export function assembleClassifier(
  settings: ClassifierSettings,
  { imageShape, classes }: ClassifierTask,
): ClassifierDefinition {
  const { network, normalization, initializer, reparametrization } = settings;
  const { name, ...options } = network;
  const record: ClassifierNetwork = classifierNetworks[name];
  const { fixup }: InitializerMethod = initializers[initializer.name];
  const parts = {
    ...{ classes, fixup },
    normalization:
      normalization.name === "none"
        ? undefined
        : createMethod<Normalization>(normalizations, normalization),
  };
  return {
    ...{ imageShape, classes },
    network: record.create(parts, options),
    initializer: createMethod<Initializer>(initializers, initializer),
    ...createReparametrization(reparametrization),
  };
}

/** Steps where neither steps nor epochs are given. */
const STEPS = 1000;

/** The training that settings stand for. @param count of the training images. */
export function assembleTraining(
  settings: ClassifierSettings,
  count: number,
): ClassifierTraining & { readonly evaluateEvery: number } {
  const { batchSize, epochs, optimizer, schedule, warmUp } = settings;
  const { weightDecay, smoothing, mixup, seed } = settings;
  const steps =
    epochs === undefined ? (settings.steps ?? STEPS) : Math.ceil((epochs * count) / batchSize);
  return {
    optimizer: optimizerOf(optimizer),
    learningRate: optimizer.learningRate,
    ...{ schedule, warmUp, steps, batchSize, weightDecay, smoothing, mixup, seed },
    evaluateEvery: settings.evaluateEvery ?? Math.max(1, Math.round(steps / 10)),
  };
}

function optimizerOf(optimizer: ClassifierSettings["optimizer"]): Optimizer {
  return optimizer.name === "sgd" ? sgd(optimizer) : adam(optimizer);
}
