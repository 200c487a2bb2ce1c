/** Layer normalization. */
import { mean, square, type Value } from "../../graph/index.ts";
import type { LayerContext } from "../network.ts";
import { scaleAndShift } from "./standardize.ts";

/** Options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Whether there is a trainable scale γ. Default true. */
  readonly scale?: boolean;
  /** Whether there is a trainable shift β. Default true. */
  readonly shift?: boolean;
}

/**
 * Layer normalization: of each example by itself, over all axes but the first:
 *
 *   y = γ · (x − μ) / √(σ² + ε) + β
 *
 * with μ, σ² (divisor n) of each example of `[N, C, H, W]` or `[N, D]`, in training and at inference
 * alike. Parameters `scale`, `shift`, one a channel or feature.
 *
 * Differs from the paper, which has a γ and a β for every unit, that is for every pixel of a feature
 * map; one a channel is what Kurach et al.'s code has (with ε = 1e-12) and PyTorch's `GroupNorm` of one
 * group. Miyato et al. 2018 drop γ in discriminators.
 *
 * @see Ba, Kiros & Hinton 2016.
 */
export function layerNorm(
  context: LayerContext,
  name: string,
  x: Value,
  options: LayerNormOptions = {},
): Value {
  const { epsilon = 1e-5, scale = true, shift = true } = options;
  const { g } = context;
  const axes = x.shape.map((_, i) => i).slice(1);
  return context.scope(name, () => {
    const centered = g.sub(x, mean(g, x, axes, true));
    const variance = mean(g, square(g, centered), axes);
    const inverse = g.reshape(g.div(1, g.sqrt(g.add(variance, epsilon))), {
      shape: [x.shape[0] ?? 1, 1],
    });
    return scaleAndShift(context, x, { centered, inverse }, { scale, shift });
  });
}
