/** Accuracies of generalized zero-shot learning. */

/** Of an example: its class, and the best seen and the best unseen class by their logits. */
export interface Contest {
  readonly label: number;
  readonly seen: Winner;
  readonly unseen: Winner;
}

/** The class of a group with the largest logit; of equal ones, the first. */
export interface Winner {
  readonly label: number;
  readonly logit: number;
}

/** The classes by their part in training. */
export interface Groups {
  readonly seen: readonly number[];
  readonly unseen: readonly number[];
}

/** Shares, 0 … 1, averaged over classes. */
export interface Accuracies {
  /** Of test examples of seen classes, told among all classes. */
  readonly seen: number;
  /** Of test examples of unseen classes, told among all classes. */
  readonly unseen: number;
  /** 2·seen·unseen/(seen + unseen); 0 where both are 0. */
  readonly harmonic: number;
  /** Of test examples of unseen classes, told among the unseen classes only. */
  readonly zeroShot: number;
}

/**
 * The contests of examples with these labels, from logits `[labels, classes]`.
 *
 * @param factor multiplies the logits of seen classes; default 1.
 */
export function contestsOf(
  logits: Float32Array,
  labels: ArrayLike<number>,
  groups: Groups,
  factor = 1,
): readonly Contest[] {
  const classes = logits.length / labels.length;
  return Array.from(labels, (label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const seen = winnerOf(row, groups.seen);
    return {
      label,
      seen: { ...seen, logit: factor * seen.logit },
      unseen: winnerOf(row, groups.unseen),
    };
  });
}

function winnerOf(row: Float32Array, labels: readonly number[]): Winner {
  let winner: Winner = { label: -1, logit: Number.NEGATIVE_INFINITY };
  for (const label of labels) {
    const logit = row[label] as number;
    if (logit > winner.logit) winner = { label, logit };
  }
  return winner;
}

/**
 * The share of examples that are right in each class, averaged over the classes; 0 without examples.
 */
export function perClassAccuracy(
  contests: readonly Contest[],
  isRight: (contest: Contest) => boolean,
): number {
  const counts = new Map<number, [right: number, all: number]>();
  for (const contest of contests) {
    const [right, all] = counts.get(contest.label) ?? [0, 0];
    counts.set(contest.label, [right + Number(isRight(contest)), all + 1]);
  }
  const shares = [...counts.values()].map(([right, all]) => right / all);
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share) / shares.length;
}

/**
 * The accuracies of a test. The best seen class is told if its logit, less the bias, is at least that of the best
 * unseen class.
 *
 * @param bias of calibrated stacking; default 0.
 * @see Chao et al. 2016, "An empirical study and analysis of generalized zero-shot learning", for the bias.
 * @see Xian et al. 2019, "Zero-shot learning: a comprehensive evaluation of the good, the bad and the ugly".
 */
export function accuraciesOf(contests: readonly Contest[], groups: Groups, bias = 0): Accuracies {
  const isSeen = isIn(groups.seen);
  const [ofSeen, ofUnseen] = [true, false].map((wanted) =>
    contests.filter(({ label }) => isSeen(label) === wanted),
  ) as [Contest[], Contest[]];
  const told = ({ seen, unseen }: Contest) =>
    seen.logit - bias >= unseen.logit ? seen.label : unseen.label;
  const seen = perClassAccuracy(ofSeen, (contest) => told(contest) === contest.label);
  const unseen = perClassAccuracy(ofUnseen, (contest) => told(contest) === contest.label);
  const zeroShot = perClassAccuracy(ofUnseen, ({ label, unseen: best }) => best.label === label);
  return { seen, unseen, harmonic: harmonicMean(seen, unseen), zeroShot };
}

/** 2ab/(a + b) of two shares; 0 where both are 0. */
export function harmonicMean(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}

/** Whether a label is one of these. */
export function isIn(labels: readonly number[]): (label: number) => boolean {
  const set = new Set(labels);
  return (label) => set.has(label);
}
