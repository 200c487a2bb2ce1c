/** Batch normalization with the statistics of the last iterations. */
import { EvenkeelError } from "../../../errors.ts";
import { type Builder, square, sum, type Value } from "../../../graph/index.ts";
import type { LayerContext } from "../../network.ts";
import {
  type BatchStatistics,
  type ChannelStatistics,
  type EpsilonPlace,
  scaleAndShift,
  standardizeChannels,
} from "../standardize.ts";
import { linearParts } from "./linear-parts.ts";
import {
  compensated,
  type PastStatistics,
  pastBuffer,
  remember,
  taylorTerms,
} from "./past-statistics.ts";

/** What makes up for the change of the weights since a past iteration. */
export type Compensation = "taylor" | "none";

/** What becomes of a channel of a past iteration whose compensated variance is negative. */
export type NegativeVariance = "max" | "drop";

/** Options of {@link crossIterationBatchNorm}. */
export interface CrossIterationBatchNormOptions {
  /** Iterations whose statistics are used, this one included: k ≥ 1. Default 4. */
  readonly window?: number;
  /** Default taylor. */
  readonly compensation?: Compensation;
  /** Default drop. */
  readonly negativeVariance?: NegativeVariance;
  /** First iterations that use their own statistics alone, and are not used by later ones. Default 0. */
  readonly warmUp?: number;
  /** Added to the variance or to its root. Default 1e-5. */
  readonly epsilon?: number;
  /** Default inside. */
  readonly epsilonPlace?: EpsilonPlace;
  /** Share of the old running statistics that a training pass keeps. Default 0.9. */
  readonly decay?: number;
  /** Whether there is a trainable scale γ. Default true. */
  readonly scale?: boolean;
  /** Whether there is a trainable shift β. Default true. */
  readonly shift?: boolean;
}

/**
 * Cross-iteration batch normalization of `[N, C, H, W]` or `[N, D]`: batch normalization in training mode with
 * the statistics of the last k iterations, each as its batch would have had them with the present weights:
 *
 *   μ̄ = mean of μ_{t−τ}(θ_t), ν̄ = mean of ν_{t−τ}(θ_t), σ̄² = ν̄ − μ̄², over τ = 0 … k − 1
 *   y = γ · (x − μ̄) / √(σ̄² + ε) + β
 *
 * with μ and ν, the means of x and of x² of each channel over a batch. With θ the weights of the layers that x
 * is the output or the sum of outputs of, and ⟨,⟩ over all that goes into a channel:
 *
 *   μ_{t−τ}(θ_t) = μ_{t−τ} + ⟨∂μ_{t−τ}/∂θ, θ_t − θ_{t−τ}⟩, and the same of ν
 *
 * - The derivatives are by the weights as the layers use them, after a reparametrization: x is linear in these,
 *   and how far they moved is known exactly, whatever moved them (an update, a power step, a learnable factor).
 *   Derivatives by the raw weights would add the error of linearizing the reparametrization.
 * - Layers' biases move all numbers of a channel alike, so that past means follow them exactly, and they drop
 *   out of y, as in batch normalization. (Those of a dense layer whose outputs become the places of a feature map
 *   differ within a channel, and are part of θ.)
 * - ν̄ − μ̄² is computed as the mean of the variances ν − μ² plus the variance of the means, which is the same
 *   without loss of digits. A past ν below μ² is not one of any batch: by `max` it counts as μ², by `drop` the
 *   channel is left out of that iteration's share in μ̄ and ν̄.
 * - Past statistics are constants for the gradient, and so are the present weights in them; it reaches γ, β and
 *   what is before the layer through x and through this batch's statistics.
 * - Of k = 1 it is batch normalization. In the first iterations, and after `warmUp`, the window grows to k.
 * - Without compensation (`none`) past statistics are used as they were, the paper's baseline.
 *
 * An iteration is a pass whose running statistics move. Passes of several sources (the real and the generated
 * images of a discriminator step) each have a past of their own, since their statistics differ, as they do in
 * batch normalization of separate batches.
 *
 * Parameters `scale`, `shift`; buffers `mean` (0 at first) and `variance` (1), which follow this batch's
 * statistics as in batch normalization and serve at inference, and, for training alone, `past/count` `[1]`, the
 * iterations counted so far as long as it matters, and what {@link taylorTerms} says, `[k − 1, …]` each: about
 * k − 1 times the layer's weights. Without compensation only `past/mean` and `past/variance`.
 *
 * Differs from the authors' code in this: there σ² of the running statistics and of the warm-up has divisor
 * n − 1 (here that of the running ones only), ε is outside the root by default, and γ starts uniform in (0, 1).
 *
 * @throws EvenkeelError `CONFIG` when it has to compensate and no layer with weights is right before it.
 * @see Yao, Cao, Zheng, Huang & Lin 2021, "Cross-Iteration Batch Normalization".
 */
export function crossIterationBatchNorm(
  context: LayerContext,
  name: string,
  x: Value,
  options: CrossIterationBatchNormOptions = {},
): Value {
  const { epsilon = 1e-5, epsilonPlace = "inside", decay = 0.9 } = options;
  const { scale = true, shift = true, window = 4 } = options;
  return context.scope(name, () => {
    const pool = (own: BatchStatistics) =>
      window === 1 ? own : acrossIterations(context, x, own, options);
    const statistics = { epsilon, epsilonPlace, decay };
    const standardized = standardizeChannels(context, x, statistics, pool);
    return scaleAndShift(context, x, standardized, { scale, shift });
  });
}

/** The statistics of this iteration and those before. */
function acrossIterations(
  context: LayerContext,
  x: Value,
  own: BatchStatistics,
  options: CrossIterationBatchNormOptions,
): ChannelStatistics {
  const { g } = context;
  const { window = 4, compensation = "taylor", negativeVariance = "drop", warmUp = 0 } = options;
  const iterations = window - 1;
  const counted = countIterations(context, iterations, warmUp);
  let past: PastStatistics;
  if (compensation === "none") {
    const now = { mean: own.mean, variance: own.variance };
    const kept = remember(context, iterations, now);
    past = { mean: kept.mean as Value, variance: kept.variance as Value };
  } else {
    const layers = linearParts(context, x);
    if (layers.parts.length === 0) throw noWeights(g.scalar(0).scope);
    const { shift } = layers;
    const mean = shift === undefined ? own.mean : g.sub(own.mean, shift);
    const now = taylorTerms(g, layers, { ...own, mean });
    past = compensated(g, remember(context, iterations, now), layers);
    if (shift !== undefined) past = { ...past, mean: g.add(past.mean, shift) };
  }
  const used =
    negativeVariance === "drop" ? g.where(g.less(past.variance, 0), 0, counted) : counted;
  return averaged(g, own, past, used);
}

/**
 * 1 for each iteration before this one that counts, the latest first, 0 for those before the first or in the
 * warm-up: `[K, 1]`.
 */
function countIterations(context: LayerContext, iterations: number, warmUp: number): Value {
  const { g } = context;
  const count = pastBuffer(context, "count", [1]);
  context.update("past/count", g.minimum(g.add(count, 1), warmUp + iterations));
  const needed = Array.from({ length: iterations }, (_, i) => warmUp + i + 0.5);
  return g.where(g.greater(count, g.constant(needed, [iterations, 1])), 1, 0);
}

/** Means over iterations: of this one, and of those before as often as `used` `[K, C]` or `[K, 1]` says, 0 or 1. */
function averaged(
  g: Builder,
  own: ChannelStatistics,
  past: PastStatistics,
  used: Value,
): ChannelStatistics {
  const count = g.add(1, sum(g, used, [0]));
  const over = (now: Value, before: Value) =>
    g.div(g.add(now, sum(g, g.mul(used, before), [0])), count);
  const mean = over(own.mean, past.mean);
  const within = over(own.variance, g.maximum(past.variance, 0));
  const between = over(square(g, g.sub(own.mean, mean)), square(g, g.sub(past.mean, mean)));
  return { mean, variance: g.add(within, between) };
}

/** @param place the layer, with those that it stands in. */
function noWeights(place: string): EvenkeelError {
  return new EvenkeelError(
    "CONFIG",
    `cross-iteration batch norm ${place}: must follow a dense layer, a convolution or a sum of their outputs, by whose weights past statistics are compensated; what it gets is none of these`,
    {
      advice:
        "Take compensation: none for this network's normalization, which uses past statistics as they were, or another normalization.",
    },
  );
}
