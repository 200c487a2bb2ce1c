/** What the study's parts have in common. */
import type { randomStream } from "evenkeel";
import type { FeatureExtractor } from "evenkeel/metrics/extractors";

export type RandomStream = ReturnType<typeof randomStream>;

/** Reports progress. */
export type Tell = (text: string) => void;

/** Half of a data set. */
export interface Half {
  /** `[N, channels, size, size]` */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly channels: number;
  readonly size: number;
}

/** A data set in two halves, and what takes their features. */
export interface StudiedSet {
  readonly halves: readonly [Half, Half];
  readonly extractor: FeatureExtractor;
  /** What the result file says of the set. */
  readonly notes: Readonly<Record<string, string | number>>;
}
