/** The activations of a network: where they are, and what a batch makes of them. */
import { type Builder, mean, square, topologicalOrder, type Value } from "../graph/index.ts";

/** Ops that count as activations. */
const kinds = ["relu", "leakyRelu", "tanh", "sigmoid", "softplus"] as const;
export type ActivationKind = (typeof kinds)[number];

/** An activation in a graph. */
export interface Activation {
  /** What it acts on: the layer that gives its input, or the block whose sum that is. */
  readonly of: string;
  readonly kind: ActivationKind;
  readonly input: Value;
  readonly output: Value;
}

/** All activations that a network's output depends on, in the order in which they were built. */
export function activationsOf(output: Value, scope: string): readonly Activation[] {
  return topologicalOrder([output]).flatMap((value) => {
    const { source } = value;
    const kind = kinds.find((name) => source.kind === "op" && source.op === name);
    if (source.kind !== "op" || kind === undefined) return [];
    const input = source.inputs[0]!;
    const of = input.scope.slice(scope.length + 1);
    return [{ of: of === "" ? "input" : of, kind, input, output: value }];
  });
}

/** Scalars of one activation over all examples, channels and places of a batch. */
export interface ActivationStatistics<T = Value> {
  readonly mean: T;
  readonly variance: T;
  /**
   * Share of elements where the activation is flat: inputs of ReLU, leaky ReLU and softplus that are not
   * positive, |tanh| above √½ and sigmoids y with y(1 − y) below ⅛, where the slope is under half of its
   * steepest.
   */
  readonly saturated: T;
}

/** Mean and variance of an activation's results, and its saturated share, as scalars of the graph. */
export function activationStatistics(g: Builder, activation: Activation): ActivationStatistics {
  const { output } = activation;
  const center = mean(g, output);
  return {
    mean: center,
    variance: mean(g, square(g, g.sub(output, center))),
    saturated: mean(g, flat(g, activation)),
  };
}

/** 1 where the activation is flat, else 0. */
function flat(g: Builder, { kind, input, output }: Activation): Value {
  const [zeros, ones] = [g.fill(0, input.shape), g.fill(1, input.shape)];
  switch (kind) {
    case "relu":
    case "leakyRelu":
    case "softplus":
      return g.where(g.greater(input, 0), zeros, ones);
    case "tanh":
      return g.where(g.greater(square(g, output), 0.5), ones, zeros);
    case "sigmoid":
      return g.where(g.less(g.mul(output, g.sub(1, output)), 0.125), ones, zeros);
  }
}
