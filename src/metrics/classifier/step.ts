/** A classifier at work, and one training step of it, as programs. */
import {
  type Builder,
  gradient,
  logSumExp,
  mean,
  sliceAxis,
  square,
  sum,
  type Value,
} from "../../graph/index.ts";
import { inferenceBuffers, type ParameterSpec } from "../../nn/index.ts";
import { descend, type Optimizer } from "../../nn/optimizers/index.ts";
import { createProgram, type Program, type ProgramBuilder } from "../../runtime/index.ts";
import { describeClassifier, passClassifier } from "./model.ts";
import type { ClassifierDefinition, ClassifierOutputs } from "./network.ts";

/** How a step trains. */
export interface ClassifierUpdate {
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  /** λ: λ·w is added to the gradient of each weight w (not of biases, scales and shifts). Default 0. */
  readonly weightDecay?: number | undefined;
  /**
   * ε: a class's target is 1 − ε + ε/classes, that of the others ε/classes. Default 0.
   *
   * @see Szegedy et al. 2016, "Rethinking the Inception architecture", section 7.
   */
  readonly smoothing?: number | undefined;
}

/**
 * Feeds `images` (uint8 `[N, C, H, W]`), `labels` (int32 `[N, targets]`), `numbers` (float32
 * `[N, numbers]`, where there are any) and the optimizer's scalars; results in `loss`, the sum of all
 * targets' losses.
 */
export function classifierStep(
  definition: ClassifierDefinition,
  { optimizer, batchSize, weightDecay = 0, smoothing = 0 }: ClassifierUpdate,
): Program {
  const { targets, imageShape } = definition;
  const { parameters } = describeClassifier(definition);
  const program = createProgram("classifier step");
  const { g } = program;
  const feed = (name: string, width: number, dtype: "int32" | "float32") =>
    program.feed(name, { dtype, shape: [batchSize, width] });
  const images = program.feed("images", { dtype: "uint8", shape: [batchSize, ...imageShape] });
  const labels = feed("labels", Object.keys(targets.classes).length, "int32");
  const { length: count } = targets.numbers ?? [];
  const numbers = count > 0 ? feed("numbers", count, "float32") : undefined;
  const values = readClassifier(program, definition, { training: true });
  const pass = passClassifier(g, definition, values, images, { training: true });
  const loss = lossOf(g, pass, { labels, numbers, smoothing });
  const gradients = gradient(
    g,
    loss,
    parameters.map(({ name }) => values[name] as Value),
  );
  const decays = ({ role }: ParameterSpec) => role === "weight";
  descend(program, { parameters, values, gradients, optimizer, weightDecay, decays });
  for (const [name, value] of Object.entries(pass.updates)) program.write(name, value);
  program.result("loss", loss);
  return program.build();
}

/**
 * Feeds `images` (float32 `[N, C, H, W]`, 0 … 255), results in `features` `[N, features]` and `logits`
 * `[N, classes]` of the first target, with running statistics.
 */
export function classifierProgram(definition: ClassifierDefinition, count: number): Program {
  const program = createProgram("classifier");
  const shape = [count, ...definition.imageShape];
  const images = program.feed("images", { dtype: "float32", shape });
  const values = readClassifier(program, definition, { training: false });
  const pass = passClassifier(program.g, definition, values, images, { training: false });
  program.result("features", pass.features);
  program.result("logits", pass.logits[0] as Value);
  return program.build();
}

function readClassifier(
  program: ProgramBuilder,
  definition: ClassifierDefinition,
  { training }: { readonly training: boolean },
) {
  const { parameters, buffers } = describeClassifier(definition);
  const read = training ? buffers : inferenceBuffers(buffers);
  return Object.fromEntries(
    [...parameters, ...read].map(({ name, shape }) => [name, program.read(name, shape)]),
  );
}

/** What the outputs of a batch should be. */
interface Wanted {
  readonly labels: Value;
  readonly numbers: Value | undefined;
  readonly smoothing: number;
}

/** Mean cross-entropies and mean squared errors, each target's of weight 1. */
function lossOf(
  g: Builder,
  outputs: ClassifierOutputs,
  { labels, numbers, smoothing }: Wanted,
): Value {
  const losses = outputs.logits.map((logits, i) => {
    const [n = 1] = logits.shape;
    const column = g.reshape(sliceAxis(g, labels, 1, i, i + 1), { shape: [n] });
    return crossEntropy(g, logits, column, smoothing);
  });
  if (numbers !== undefined && outputs.numbers !== undefined) {
    const errors = square(g, g.sub(outputs.numbers, numbers));
    losses.push(sum(g, mean(g, errors, [0])));
  }
  return losses.reduce((a, b) => g.add(a, b));
}

/**
 * The mean of −Σ target·log softmax(logits): logits `[N, classes]`, labels int32 `[N]`, whose targets are
 * smoothed.
 */
function crossEntropy(g: Builder, logits: Value, labels: Value, smoothing: number): Value {
  const [, classes = 1] = logits.shape;
  const picked = g.sum(g.mul(logits, g.oneHot(labels, { depth: classes })), { axes: [1] });
  const expected =
    smoothing === 0
      ? picked
      : g.add(
          g.mul(picked, 1 - smoothing),
          g.mul(g.sum(logits, { axes: [1] }), smoothing / classes),
        );
  return mean(g, g.sub(logSumExp(g, logits), expected));
}
