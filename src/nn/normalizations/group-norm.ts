/** Group normalization. */
import { mean, sizeOf, square, type Value } from "../../graph/index.ts";
import type { LayerContext } from "../network.ts";
import { alongChannels, scaleAndShift } from "./standardize.ts";

/** Options of {@link groupNorm}. */
export interface GroupNormOptions {
  /** Groups of channels, at most. Default 32. */
  readonly groups?: number;
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number;
  /** Whether there is a trainable scale γ. Default true. */
  readonly scale?: boolean;
  /** Whether there is a trainable shift β. Default true. */
  readonly shift?: boolean;
}

/**
 * Group normalization: of each group of neighbouring channels of each example by itself:
 *
 *   y = γ · (x − μ) / √(σ² + ε) + β
 *
 * with μ, σ² (divisor n) over the channels of the group and all places of `[N, C, H, W]`, or over the features
 * of the group of `[N, D]`, in training and at inference alike. Parameters `scale`, `shift`, one a channel or
 * feature.
 *
 * The channels of a network's layers are not all multiples of one number: there are {@link groupsOf} groups, at
 * most `options.groups`.
 *
 * @see Wu & He 2018, eq. 7 (32 groups).
 */
export function groupNorm(
  context: LayerContext,
  name: string,
  x: Value,
  options: GroupNormOptions = {},
): Value {
  const { groups: most = 32, epsilon = 1e-5, scale = true, shift = true } = options;
  const { g } = context;
  const [count = 1, channels = 1, ...places] = x.shape;
  const groups = groupsOf(channels, sizeOf(places), most);
  const axes = x.shape.map((_, i) => i).slice(2);
  /** The mean over each channel's group, for each channel: `[N, C]`. */
  const groupMean = (value: Value) => {
    const inGroups = { shape: [count, groups, channels / groups] };
    const ofChannels = axes.length > 0 ? mean(g, value, axes) : value;
    const means = mean(g, g.reshape(ofChannels, inGroups), [2], true);
    return g.reshape(g.expand(means, inGroups), { shape: [count, channels] });
  };
  return context.scope(name, () => {
    const centered = g.sub(x, alongChannels(context, groupMean(x), x));
    const variance = groupMean(square(g, centered));
    const inverse = g.div(1, g.sqrt(g.add(variance, epsilon)));
    return scaleAndShift(context, x, { centered, inverse }, { scale, shift });
  });
}

/**
 * The largest number of groups, `most` at most, that divides the channels and leaves a group two numbers or
 * more; 1 where there is none.
 *
 * @param places numbers that each channel of an example has.
 */
export function groupsOf(channels: number, places: number, most: number): number {
  const fits = (groups: number) => channels % groups === 0 && (channels / groups) * places > 1;
  let groups = Math.min(most, channels);
  while (groups > 1 && !fits(groups)) groups--;
  return groups;
}
