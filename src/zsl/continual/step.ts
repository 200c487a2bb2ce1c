/** The programs of continual learning: a training step, and the importance of parameters to an example. */
import { gradient, sum, type Value } from "../../graph/index.ts";
import type { NetworkDescription } from "../../nn/index.ts";
import { descend, type Optimizer } from "../../nn/optimizers/index.ts";
import { createProgram, type Program, type ProgramBuilder } from "../../runtime/index.ts";
import { classLogits } from "../model/logits.ts";
import { crossEntropy, type ProgramClasses, prototypesOf } from "../model/step.ts";
import type { ContinualMethod, Importance } from "./method.ts";

/** A logit that no softmax sees. */
const NEVER = -1e9;

/** The name in the state of a parameter's importance, and of its value after the task before. */
export const memoryNames = {
  importance: (parameter: string) => `${parameter}/importance`,
  anchor: (parameter: string) => `${parameter}/anchor`,
} as const;

/** The prefix of the feeds of remembered examples. */
export const REMEMBERED = "remembered/";

/** What a step is made for. */
export interface ContinualStep {
  readonly method: Pick<ContinualMethod, "importance" | "project">;
  /** λ of the penalty. */
  readonly strength: number;
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  /** λ: λ·w is added to the gradient of every parameter w, after a projection. */
  readonly weightDecay: number;
  /** Remembered examples of a step, for a projection; 0: none. */
  readonly remembered: number;
}

/**
 * Feeds `features` (float32 `[N, D]`), `labels` (int32 `[N]`, the row of each one's class), `among` (float32 `[N, C]`,
 * 1 for the classes that it is told among, 0 for others) and the optimizer's scalars; the same of remembered examples
 * under {@link REMEMBERED}. Results in `loss`, the mean cross-entropy of the batch without the penalty.
 */
export function continualStep(classes: ProgramClasses, options: ContinualStep): Program {
  const { method, strength, optimizer, batchSize, weightDecay, remembered } = options;
  const program = createProgram("continual step");
  const { g } = program;
  const { prototypes, parameters, values, updates } = prototypesOf(program, classes, true);
  const own = parameters.map(({ name }) => values[name] as Value);
  const { loss } = examplesOf(program, classes, prototypes, { prefix: "", count: batchSize });
  const total =
    method.importance === undefined
      ? loss
      : g.add(loss, g.mul(changeOf(program, parameters, values), strength));
  let gradients = gradient(g, total, own);
  if (method.project !== undefined && remembered > 0) {
    const of = { prefix: REMEMBERED, count: remembered };
    const before = examplesOf(program, classes, prototypes, of);
    gradients = [...method.project(g, gradients, gradient(g, before.loss, own))];
  }
  descend(program, { parameters, values, gradients, optimizer, weightDecay });
  for (const [name, value] of Object.entries(updates)) program.write(name, value);
  program.result("loss", loss);
  return program.build();
}

/** Σ Ω(θ − θ*)² over all parameters, Ω and θ* in the state: a scalar. */
function changeOf(
  program: ProgramBuilder,
  parameters: NetworkDescription["parameters"],
  values: Readonly<Record<string, Value>>,
): Value {
  const { g } = program;
  const parts = parameters.map(({ name, shape }) => {
    const change = g.sub(values[name] as Value, program.read(memoryNames.anchor(name), shape));
    const importance = program.read(memoryNames.importance(name), shape);
    return sum(g, g.mul(importance, g.mul(change, change)));
  });
  return parts.reduce((a, b) => g.add(a, b));
}

/**
 * Feeds one example as {@link continualStep} does, and adds the importance of every parameter to it to the `sums` in
 * the state. Running statistics are used.
 */
export function importanceStep(classes: ProgramClasses, importance: Importance): Program {
  const program = createProgram("importance");
  const { g } = program;
  const { prototypes, parameters, values } = prototypesOf(program, classes, false);
  const example = examplesOf(program, classes, prototypes, { prefix: "", count: 1 });
  const scalar = importance.of(g, example);
  const own = parameters.map(({ name }) => values[name] as Value);
  for (const [i, derivative] of gradient(g, scalar, own).entries()) {
    const { name, shape } = parameters[i] as (typeof parameters)[number];
    const before = program.read(sumName(name), shape);
    program.write(sumName(name), g.add(before, importance.take(g, derivative)));
  }
  return program.build();
}

/** The name in the state of a parameter's sum of importances. */
export function sumName(parameter: string): string {
  return `${parameter}/sum`;
}

/** Fed examples: their logits for the classes that they are told among, 0 for others, and their mean cross-entropy. */
function examplesOf(
  program: ProgramBuilder,
  { features: size, model }: ProgramClasses,
  prototypes: Value,
  { prefix, count }: { readonly prefix: string; readonly count: number },
): { readonly logits: Value; readonly loss: Value } {
  const { g } = program;
  const [rows = 1] = prototypes.shape;
  const features = program.feed(`${prefix}features`, { dtype: "float32", shape: [count, size] });
  const labels = program.feed(`${prefix}labels`, { dtype: "int32", shape: [count] });
  const among = program.feed(`${prefix}among`, { dtype: "float32", shape: [count, rows] });
  const logits = g.mul(classLogits(g, features, prototypes, model.scale), among);
  const others = g.mul(g.sub(1, among), NEVER);
  return { logits, loss: crossEntropy(g, g.add(logits, others), labels) };
}
