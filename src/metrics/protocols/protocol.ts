/** Everything that decides what the number of a metric means. */

/**
 * Which real images: `training`, those of the split that the generator is trained on (`train` where that
 * is not known), or `test`.
 */
export type RealSplit = "training" | "test";

/**
 * How a generated image, x in [-1, 1], is converted before features are computed: `none` (127.5·(x + 1) as
 * float32, the values that a tanh gives), `truncate` (clipped to 0 … 255, digits after the point dropped)
 * or `round` (clipped, to the nearest whole number, as in a PNG file).
 */
export const roundings = ["none", "truncate", "round"] as const;
/** One of {@link roundings}. */
export type Rounding = (typeof roundings)[number];

/**
 * Which classes an Inception score is over: `all` logits through one softmax, the `first-1000` logits
 * through one (the BSN authors' code: with the unused class 0 and without the last class), or
 * `imagenet-1000`: probabilities 1 … 1000 of a softmax over all, not renormalized (the Chainer port).
 */
export const classSlices = ["all", "first-1000", "imagenet-1000"] as const;
/** One of {@link classSlices}. */
export type ClassSlice = (typeof classSlices)[number];

/** The settings of a protocol; two protocols with equal ones are the same. */
export interface ProtocolSettings {
  readonly real: {
    readonly split: RealSplit;
    /** How many; drawn without replacement where the split has more. */
    readonly count: number;
  };
  readonly fake: {
    readonly count: number;
    readonly rounding: Rounding;
  };
  readonly features: {
    /** The network that features come from, such as `inception-2015`. */
    readonly extractor: string;
    /** How images get its size, by the resizer's name; `own`: as the extractor does. */
    readonly resizer: string;
  };
  readonly inceptionScore: {
    /** Generated images. */
    readonly count: number;
    /** Consecutive parts of equal size; the score is their mean. */
    readonly parts: number;
    readonly classes: ClassSlice;
  };
  readonly kernel: {
    /** Random subsets that the kernel distance is averaged over. */
    readonly subsets: number;
    /** Images of either kind in a subset. */
    readonly size: number;
  };
  readonly neighbours: {
    /** The neighbour that the radius of a ball reaches: precision, recall, density, coverage. */
    readonly k: number;
    /** Images of either kind, at most. */
    readonly count: number;
  };
  /** Of the generated images' noise and of every random choice. */
  readonly seed: number;
}

/** Named settings. */
export interface Protocol {
  readonly name: string;
  /** One line. */
  readonly title: string;
  /** Whose protocol it is, and what is unknown about it. */
  readonly source: string;
  readonly settings: ProtocolSettings;
}

/**
 * The settings as a text that equal settings alone share: JSON with sorted keys. A protocol's hash is the
 * SHA-256 of it.
 */
export function canonicalText(settings: ProtocolSettings): string {
  return JSON.stringify(settings, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
