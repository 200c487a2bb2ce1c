/** Batch normalization. */
import { mean, sizeOf, square, type Value } from "../graph/index.ts";
import { keepAxes } from "../graph/ops/rule.ts";
import { movingAverage } from "./moving-average.ts";
import type { LayerContext } from "./network.ts";

/** Options of {@link batchNorm}. */
export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Share of the old running statistics that a training pass keeps. Default 0.9. */
  readonly decay?: number;
  /** Whether there is a trainable scale γ. Default true. */
  readonly scale?: boolean;
  /** Whether there is a trainable shift β. Default true. */
  readonly shift?: boolean;
}

/**
 * Batch normalization over all axes but the second:
 *
 *   y = γ · (x − μ) / √(σ² + ε) + β
 *
 * with μ, σ² of each channel of `[N, C, H, W]` or each feature of `[N, D]`. In training mode they are
 * the batch's (σ² with divisor n), and the running ones move: r ← decay·r + (1 − decay)·batch, the
 * variance with divisor n − 1. Otherwise the running ones are used.
 *
 * Parameters `scale`, `shift`; buffers `mean` (0 at first) and `variance` (1).
 *
 * @see Ioffe & Szegedy 2015, Algorithm 1.
 */
export function batchNorm(
  context: LayerContext,
  name: string,
  x: Value,
  options: BatchNormOptions = {},
): Value {
  const { epsilon = 1e-5, decay = 0.9, scale = true, shift = true } = options;
  const { g } = context;
  const [, size = 0] = x.shape;
  const axes = x.shape.map((_, i) => i).filter((i) => i !== 1);
  const channelwise = keepAxes(x.shape, axes);
  const wide = (value: Value) => g.reshape(value, { shape: channelwise });

  return context.scope(name, () => {
    const runningMean = context.buffer({ name: "mean", shape: [size], initial: 0 });
    const runningVariance = context.buffer({ name: "variance", shape: [size], initial: 1 });
    const center = context.training ? mean(g, x, axes) : runningMean;
    const centered = g.sub(x, wide(center));
    const variance = context.training ? mean(g, square(g, centered), axes) : runningVariance;
    if (context.training) {
      const count = sizeOf(x.shape) / size;
      const unbiased = g.mul(variance, count / Math.max(count - 1, 1));
      const move = (name: string, running: Value, batch: Value) =>
        context.update(name, movingAverage(g, running, g.stopGradient(batch), decay));
      move("mean", runningMean, center);
      move("variance", runningVariance, unbiased);
    }
    const inverse = g.div(1, g.sqrt(g.add(variance, epsilon)));
    const gain = scale ? g.mul(inverse, parameter(context, "scale", size)) : inverse;
    const y = g.mul(centered, wide(gain));
    return shift ? g.add(y, wide(parameter(context, "shift", size))) : y;
  });
}

function parameter(context: LayerContext, role: "scale" | "shift", size: number): Value {
  return context.parameter({ name: role, shape: [size], role, fanIn: 0, fanOut: 0 });
}
