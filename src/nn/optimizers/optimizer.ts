/** Optimizers: pure functions of a parameter, its gradient and its slots. */
import type { Builder, Value } from "../../graph/index.ts";

/** An update rule. Numbers that change from step to step come from the host, in float64 precision. */
export interface Optimizer {
  /** Tensors kept for each parameter, of its shape, zero at first. */
  readonly slots: readonly string[];
  /** Names of the scalars that {@link scalarsAt} gives; the step is in proportion to the one called `rate`. */
  readonly scalars: readonly string[];
  /** The scalars of the step numbered `step`, counted from 1, at this learning rate. */
  scalarsAt(step: number, learningRate: number): Readonly<Record<string, number>>;
  /** The next parameter and slots, element by element: parameters may be updated as one vector. */
  update(
    g: Builder,
    parameter: Value,
    gradient: Value,
    slots: Readonly<Record<string, Value>>,
    scalars: Readonly<Record<string, Value>>,
  ): { readonly parameter: Value; readonly slots: Readonly<Record<string, Value>> };
}

/** Options of {@link adam}. */
export interface AdamOptions {
  /** Decay of the mean of gradients, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the corrected second moment. Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − α·m̂/(√v̂ + ε), with m̂ = m/(1 − β₁ᵗ) and
 * v̂ = v/(1 − β₂ᵗ).
 *
 * The corrections are folded into two scalars, α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and ε·√(1 − β₂ᵗ): the same
 * numbers up to rounding.
 *
 * @see Kingma & Ba 2015, Algorithm 1.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  return {
    slots: ["m", "v"],
    scalars: ["rate", "epsilon"],
    scalarsAt(step, learningRate) {
      const root = Math.sqrt(1 - beta2 ** step);
      return { rate: (learningRate * root) / (1 - beta1 ** step), epsilon: epsilon * root };
    },
    update(g, parameter, gradient, slots, scalars) {
      const m = g.add(g.mul(slots.m!, beta1), g.mul(gradient, 1 - beta1));
      const v = g.add(g.mul(slots.v!, beta2), g.mul(g.mul(gradient, gradient), 1 - beta2));
      const move = g.div(g.mul(m, scalars.rate!), g.add(g.sqrt(v), scalars.epsilon!));
      return { parameter: g.sub(parameter, move), slots: { m, v } };
    },
  };
}

/**
 * Stochastic gradient descent with momentum: b ← μb + g, θ ← θ − α·b; without momentum θ ← θ − α·g.
 *
 * @param options `momentum` μ in [0, 1), default 0.
 */
export function sgd(options: { readonly momentum?: number } = {}): Optimizer {
  const { momentum = 0 } = options;
  const heavy = momentum > 0;
  return {
    slots: heavy ? ["velocity"] : [],
    scalars: ["rate"],
    scalarsAt: (_step, learningRate) => ({ rate: learningRate }),
    update(g, parameter, gradient, slots, scalars) {
      const velocity = heavy ? g.add(g.mul(slots.velocity!, momentum), gradient) : gradient;
      return {
        parameter: g.sub(parameter, g.mul(velocity, scalars.rate!)),
        slots: heavy ? { velocity } : {},
      };
    },
  };
}
