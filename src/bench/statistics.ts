/** What many timings come to. */

/** Milliseconds of an iteration, over all rounds, and the memory of its process. */
export interface Times {
  readonly medianMs: number;
  readonly minMs: number;
  /** A quarter of the iterations took less. */
  readonly lowerMs: number;
  /** A quarter of the iterations took more. */
  readonly upperMs: number;
  readonly maxMs: number;
  readonly samples: number;
  /** Highest resident memory of the process, its start and compilation included; null where not told. */
  readonly peakMiB: number | null;
}

/** A peer's times beside ours. */
export interface PeerTimes extends Times {
  /** The peer's median over ours; above 1 we are faster. */
  readonly ratio: number;
  /** The lowest and the highest ratio of the medians of one round. */
  readonly ratioRange: readonly [number, number];
}

/** Timings of one side: for each round those of its iterations. */
export type Rounds = readonly (readonly number[])[];

/** The number below which a share `p` of the numbers lies, between two of them as fits. */
export function quantile(numbers: readonly number[], p: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

export function summarize(rounds: Rounds, peakMiB: number | null): Times {
  const all = rounds.flat();
  return {
    medianMs: median(all),
    minMs: Math.min(...all),
    lowerMs: quantile(all, 0.25),
    upperMs: quantile(all, 0.75),
    maxMs: Math.max(...all),
    samples: all.length,
    peakMiB,
  };
}

/** A peer's times, and ours for comparison. */
export function compare(peer: Rounds, peakMiB: number | null, ours: Rounds): PeerTimes {
  const ratios = peer.map((round, i) => median(round) / median(ours[i]!));
  return {
    ...summarize(peer, peakMiB),
    ratio: median(peer.flat()) / median(ours.flat()),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
  };
}
