/** One training step of a zero-shot model, and the model at work, as programs. */
import { type Builder, gradient, logSumExp, mean, sum, type Value } from "../../graph/index.ts";
import { applyNetwork, type NetworkDescription } from "../../nn/index.ts";
import { descend, type Optimizer } from "../../nn/optimizers/index.ts";
import { createProgram, type Program, type ProgramBuilder } from "../../runtime/index.ts";
import type { Rows } from "../data/data.ts";
import { describeEmbedder, type EmbedderSizes, embedder } from "./embedder.ts";
import { classLogits } from "./logits.ts";
import type { ZeroShotModel } from "./model.ts";

/** The classes of a program: a row of attributes each, already normalized where the model wants it. */
export interface ProgramClasses {
  readonly model: ZeroShotModel;
  readonly attributes: Rows;
  /** Numbers of a feature vector. */
  readonly features: number;
}

/**
 * Feeds `features` (float32 `[N, D]`), `labels` (int32 `[N]`, the row of each one's class) and the optimizer's
 * scalars; results in `loss`, the mean cross-entropy over the program's classes. λ·w is added to the gradient of
 * every parameter w, as PyTorch's Adam does.
 */
export function zeroShotStep(
  classes: ProgramClasses,
  options: {
    readonly optimizer: Optimizer;
    readonly batchSize: number;
    /** λ */
    readonly weightDecay: number;
  },
): Program {
  const { optimizer, batchSize, weightDecay } = options;
  const program = createProgram("zero-shot step");
  const { g } = program;
  const features = program.feed("features", {
    dtype: "float32",
    shape: [batchSize, classes.features],
  });
  const labels = program.feed("labels", { dtype: "int32", shape: [batchSize] });
  const { prototypes, parameters, values, updates } = prototypesOf(program, classes, true);
  const logits = classLogits(g, features, prototypes, classes.model.scale);
  const loss = crossEntropy(g, logits, labels);
  const gradients = gradient(
    g,
    loss,
    parameters.map(({ name }) => values[name] as Value),
  );
  descend(program, { parameters, values, gradients, optimizer, weightDecay });
  for (const [name, value] of Object.entries(updates)) program.write(name, value);
  program.result("loss", loss);
  return program.build();
}

/** The mean cross-entropy of logits `[N, C]` for labels (int32 `[N]`, 0 … C − 1). */
export function crossEntropy(g: Builder, logits: Value, labels: Value): Value {
  const hot = g.oneHot(labels, { depth: logits.shape[1] as number });
  return mean(g, g.sub(logSumExp(g, logits), sum(g, g.mul(logits, hot), [1])));
}

/**
 * Feeds `features` (float32 `[N, D]`), results in `logits` `[N, C]` of the program's classes.
 *
 * @param training whether classes are standardized by their own statistics, as in a step; default: by the running ones.
 */
export function zeroShotLogits(classes: ProgramClasses, count: number, training = false): Program {
  const program = createProgram("zero-shot logits");
  const features = program.feed("features", { dtype: "float32", shape: [count, classes.features] });
  const { prototypes } = prototypesOf(program, classes, training);
  program.result("logits", classLogits(program.g, features, prototypes, classes.model.scale));
  return program.build();
}

/** What {@link prototypesOf} gives. */
export interface Prototypes {
  readonly prototypes: Value;
  readonly parameters: NetworkDescription["parameters"];
  /** Parameters and buffers by name. */
  readonly values: Readonly<Record<string, Value>>;
  /** The next buffers by name. */
  readonly updates: Readonly<Record<string, Value>>;
}

/** The widths of a program's embedder. */
function sizesOf({ attributes, features }: ProgramClasses): EmbedderSizes {
  return { attributes: attributes.columns, features };
}

/** The prototypes `[C, D]` of a program's classes, from the parameters and buffers in the state. */
export function prototypesOf(
  program: ProgramBuilder,
  classes: ProgramClasses,
  training: boolean,
): Prototypes {
  const { model, attributes } = classes;
  const { columns, data } = attributes;
  const { parameters, buffers } = describeEmbedder(model, sizesOf(classes));
  const values = Object.fromEntries(
    [...parameters, ...buffers].map(({ name, shape }) => [name, program.read(name, shape)]),
  );
  const rows = program.g.constant(data, [data.length / columns, columns]);
  const { output, updates } = applyNetwork(
    program.g,
    embedder(model, sizesOf(classes)),
    values,
    rows,
    { training, scope: "embedder" },
  );
  return { prototypes: output, parameters, values, updates };
}
