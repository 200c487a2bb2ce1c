/** What normalizations of activations share. */
import { mean, sizeOf, square, type Value } from "../graph/index.ts";
import type { LayerContext } from "./network.ts";

/** x − μ, of the shape of x, and 1/√(σ² + ε): apart, so that γ can be multiplied to the smaller one. */
export interface Standardized {
  readonly centered: Value;
  readonly inverse: Value;
}

/**
 * Batch statistics over all axes but the second, for the layer whose scope is open: `inverse [C]`.
 *
 * In training mode μ, σ² are the batch's (σ² with divisor n), and the running ones move:
 * r ← decay·r + (1 − decay)·batch, the variance with divisor n − 1. Otherwise the running ones are used.
 * Buffers `mean` (0 at first) and `variance` (1).
 */
export function standardizeChannels(
  context: LayerContext,
  x: Value,
  options: { readonly epsilon: number; readonly decay: number },
): Standardized {
  const { g, training } = context;
  const [, size = 0] = x.shape;
  const axes = x.shape.map((_, i) => i).filter((i) => i !== 1);
  const runningMean = context.buffer({ name: "mean", shape: [size], initial: 0 });
  const runningVariance = context.buffer({ name: "variance", shape: [size], initial: 1 });
  const center = training ? mean(g, x, axes) : runningMean;
  const centered = g.sub(x, alongChannels(context, center, x));
  const variance = training ? mean(g, square(g, centered), axes) : runningVariance;
  if (training) {
    const count = sizeOf(x.shape) / size;
    const unbiased = g.mul(variance, count / Math.max(count - 1, 1));
    context.update("mean", g.stopGradient(center), options.decay);
    context.update("variance", g.stopGradient(unbiased), options.decay);
  }
  return { centered, inverse: g.div(1, g.sqrt(g.add(variance, options.epsilon))) };
}

/**
 * `[C]`, `[1, C]`, `[N, C]` or `[N, 1]` as `[…, …, 1, 1]`: in the shape that broadcasts against `x`,
 * `[N, C, H, W]` or `[N, C]`.
 */
export function alongChannels({ g }: LayerContext, value: Value, x: Value): Value {
  const head = value.shape.length === 1 ? [1, ...value.shape] : value.shape;
  return g.reshape(value, { shape: [...head, ...x.shape.slice(2).map(() => 1)] });
}

/** The scale γ `[C]` or shift β `[C]` of the layer whose scope is open. */
export function channelParameter(
  context: LayerContext,
  role: "scale" | "shift",
  size: number,
): Value {
  return context.parameter({ name: role, shape: [size], role, fanIn: 0, fanOut: 0 });
}
