/** What normalizations of activations share. */
import { type Builder, mean, sizeOf, square, type Value } from "../../graph/index.ts";
import type { LayerContext } from "../network.ts";

/** Where ε stands in the divisor: √(σ² + ε) or √σ² + ε. */
export type EpsilonPlace = "inside" | "outside";

/** Mean and variance (divisor n), one a channel: `[C]`. */
export interface ChannelStatistics {
  readonly mean: Value;
  readonly variance: Value;
}

/** A batch's own statistics, and x − μ. */
export interface BatchStatistics extends ChannelStatistics {
  readonly centered: Value;
}

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
 *
 * @param options `epsilonPlace`, default inside.
 * @param pool what replaces the batch's statistics in training mode; the running ones follow the batch's all
 *   the same. Default nothing.
 */
export function standardizeChannels(
  context: LayerContext,
  x: Value,
  options: {
    readonly epsilon: number;
    readonly decay: number;
    readonly epsilonPlace?: EpsilonPlace;
  },
  pool: (own: BatchStatistics) => ChannelStatistics = (own) => own,
): Standardized {
  const { g, training } = context;
  const [, size = 0] = x.shape;
  const running = {
    mean: context.buffer({ name: "mean", shape: [size], initial: 0 }),
    variance: context.buffer({ name: "variance", shape: [size], initial: 1 }),
  };
  const own = training ? batchStatistics(context, x) : undefined;
  if (own !== undefined) {
    const count = sizeOf(x.shape) / size;
    const unbiased = g.mul(own.variance, count / Math.max(count - 1, 1));
    context.update("mean", g.stopGradient(own.mean), options.decay);
    context.update("variance", g.stopGradient(unbiased), options.decay);
  }
  const used = own === undefined ? running : pool(own);
  return {
    centered: used === own ? own.centered : g.sub(x, alongChannels(context, used.mean, x)),
    inverse: inverseDeviation(g, used.variance, options),
  };
}

function batchStatistics(context: LayerContext, x: Value): BatchStatistics {
  const { g } = context;
  const axes = x.shape.map((_, i) => i).filter((i) => i !== 1);
  const center = mean(g, x, axes);
  const centered = g.sub(x, alongChannels(context, center, x));
  return { mean: center, centered, variance: mean(g, square(g, centered), axes) };
}

/** The smallest σ² whose root is differentiated, where ε is outside of it: the root has no slope at 0. */
const SMALLEST_VARIANCE = 1e-24;

function inverseDeviation(
  g: Builder,
  variance: Value,
  { epsilon, epsilonPlace = "inside" }: { epsilon: number; epsilonPlace?: EpsilonPlace },
): Value {
  if (epsilonPlace === "inside") return g.div(1, g.sqrt(g.add(variance, epsilon)));
  return g.div(1, g.add(g.sqrt(g.maximum(variance, SMALLEST_VARIANCE)), epsilon));
}

/**
 * γ · (x − μ)/√(σ² + ε) + β with the layer's trainable γ `[C]` and β `[C]`, each where it is wanted.
 *
 * @param standardized `inverse [C]`, `[N, C]` or `[N, 1]`.
 */
export function scaleAndShift(
  context: LayerContext,
  x: Value,
  { centered, inverse }: Standardized,
  { scale, shift }: { readonly scale: boolean; readonly shift: boolean },
): Value {
  const { g } = context;
  const [, size = 0] = x.shape;
  const gain = scale ? g.mul(inverse, channelParameter(context, "scale", size)) : inverse;
  const y = g.mul(centered, alongChannels(context, gain, x));
  if (!shift) return y;
  return g.add(y, alongChannels(context, channelParameter(context, "shift", size), x));
}

/**
 * `[C]`, `[1, C]`, `[N, C]` or `[N, 1]` as `[…, …, 1, 1]`: in the shape that broadcasts against `x`,
 * `[N, C, H, W]` or `[N, C]`.
 */
export function alongChannels({ g }: LayerContext, value: Value, x: Value): Value {
  const head = value.shape.length === 1 ? [1, ...value.shape] : value.shape;
  return g.reshape(value, { shape: [...head, ...x.shape.slice(2).map(() => 1)] });
}

function channelParameter(context: LayerContext, role: "scale" | "shift", size: number): Value {
  return context.parameter({ name: role, shape: [size], role, fanIn: 0, fanOut: 0 });
}
