/** One training step of a classifier, and the classifier at work, as programs. */
import {
  type Builder,
  flatten,
  gradient,
  logSumExp,
  mean,
  sum,
  type Value,
} from "../../graph/index.ts";
import type { ParameterSpec } from "../../nn/index.ts";
import { descend, type Optimizer } from "../../nn/optimizers/index.ts";
import { createProgram, type Program } from "../../runtime/index.ts";
import type { ClassifierModel } from "./model.ts";
import { advancedStates, passClassifier, scaledPixels } from "./pass.ts";

/** How a step trains. */
export interface ClassifierUpdate {
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  /** λ: λ·w is added to the gradient of each weight w, not of biases, scales and shifts. Default 0. */
  readonly weightDecay?: number | undefined;
  /**
   * ε: a class's target is 1 − ε + ε/classes, that of the others ε/classes. Default 0.
   *
   * @see Szegedy et al. 2016, "Rethinking the Inception architecture", section 7.
   */
  readonly smoothing?: number | undefined;
  /** Whether images and targets are mixed with those of other places of the batch. Default false. */
  readonly mixes?: boolean | undefined;
}

/**
 * Feeds `images` (uint8 `[N, C, H, W]`), `labels` (int32 `[N]`), the optimizer's scalars and, where it mixes,
 * `partners` (int32 `[N]`: the place that each image is mixed with) and `share` (λ, of the image itself); results in
 * `loss`, the mean cross-entropy, and `logits` `[N, classes]`.
 *
 * Image i is λ·xᵢ + (1 − λ)·x of its partner, and so is its target.
 *
 * @see Zhang et al. 2018, "mixup: Beyond empirical risk minimization", eq. 1.
 */
export function classifierStep(
  model: ClassifierModel,
  { optimizer, batchSize, weightDecay = 0, smoothing = 0, mixes = false }: ClassifierUpdate,
): Program {
  const { imageShape, classes } = model.definition;
  const program = createProgram("classifier step");
  const { g } = program;
  const places = (name: string) => program.feed(name, { dtype: "int32", shape: [batchSize] });
  const pixels = program.feed("images", { dtype: "uint8", shape: [batchSize, ...imageShape] });
  const images = scaledPixels(program, pixels);
  const targets = g.oneHot(places("labels"), { depth: classes });
  const mixing = mixes
    ? { partners: places("partners"), share: program.feed("share", scalar) }
    : undefined;
  const mixed = (x: Value) => (mixing === undefined ? x : mixedWith(g, x, mixing));
  const { logits, raw, moved } = passClassifier(program, model, mixed(images), true);
  const loss = crossEntropy(g, logits, smoothed(g, mixed(targets), smoothing));
  const { parameters } = model;
  const gradients = gradient(
    g,
    loss,
    parameters.map(({ name }) => raw[name] as Value),
  );
  const decays = ({ role }: ParameterSpec) => role === "weight";
  const descent = { parameters, values: raw, gradients, optimizer, weightDecay, decays };
  const updated = descend(program, descent);
  const after = advancedStates(program, model, updated);
  for (const [name, value] of Object.entries({ ...moved, ...after })) program.write(name, value);
  program.result("loss", loss);
  program.result("logits", logits);
  return program.build();
}

/** Feeds `images` (uint8 `[count, C, H, W]`), results in `logits` `[count, classes]`, with running statistics. */
export function classifierProgram(model: ClassifierModel, count: number): Program {
  const program = createProgram("classifier");
  const shape = [count, ...model.definition.imageShape];
  const images = scaledPixels(program, program.feed("images", { dtype: "uint8", shape }));
  program.result("logits", passClassifier(program, model, images, false).logits);
  return program.build();
}

const scalar = { dtype: "float32", shape: [] } as const;

/** What is mixed with what, and how much of each stays. */
interface Mixing {
  readonly partners: Value;
  readonly share: Value;
}

/** λ·xᵢ + (1 − λ)·x of its partner: x `[N, …]`. */
function mixedWith(g: Builder, x: Value, { partners, share }: Mixing): Value {
  const rows = flatten(g, x);
  const others = g.gather(rows, partners);
  const mixed = g.add(g.mul(rows, share), g.mul(others, g.sub(1, share)));
  return g.reshape(mixed, { shape: x.shape });
}

function smoothed(g: Builder, targets: Value, smoothing: number): Value {
  const [, classes = 1] = targets.shape;
  return smoothing === 0 ? targets : g.add(g.mul(targets, 1 - smoothing), smoothing / classes);
}

/** The mean of −Σ target·log softmax(logits): both `[N, classes]`, targets that add up to 1. */
function crossEntropy(g: Builder, logits: Value, targets: Value): Value {
  return mean(g, g.sub(logSumExp(g, logits), sum(g, g.mul(logits, targets), [1])));
}
