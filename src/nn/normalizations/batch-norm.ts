/** Batch normalization. */
import type { Value } from "../../graph/index.ts";
import type { LayerContext } from "../network.ts";
import { scaleAndShift, standardizeChannels } from "./standardize.ts";

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
  return context.scope(name, () =>
    scaleAndShift(context, x, standardizeChannels(context, x, { epsilon, decay }), {
      scale,
      shift,
    }),
  );
}
