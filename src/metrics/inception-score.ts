/** The Inception score, in the variants that are in use. */
import { EvenkeelError } from "../errors.ts";
import { isInceptionName } from "./extractors/inception/variants.ts";
import { checkFeatures, type FeatureMatrix } from "./features/matrix.ts";
import type { Metric, MetricResult } from "./metric.ts";
import type { ClassSlice } from "./protocols/protocol.ts";

/** Which variant of the score; the defaults are the original's. */
export interface InceptionScoreOptions {
  /** What the rows hold. Default `probabilities`. */
  readonly from?: "probabilities" | "logits";
  /** Consecutive parts, each with a score of its own; 1 scores all at once. Default 10. */
  readonly splits?: number;
  /**
   * The bias that the logits contain and that is subtracted first, as many as columns. The original
   * leaves the bias of the last layer out. Default: nothing is subtracted.
   */
  readonly bias?: ArrayLike<number>;
  /**
   * Takes the columns `begin` … `end` − 1 only. `of: "logits"` slices before the softmax, so that
   * probabilities still add up to 1 (BSN's code: 0 … 1000); `of: "probabilities"` slices after it and
   * does not renormalize (SN-GAN's Chainer code: 1 … 1001). Default: all columns, 1008 in the original.
   */
  readonly classes?:
    | {
        readonly begin: number;
        readonly end: number;
        readonly of: "logits" | "probabilities";
      }
    | undefined;
  /** Divisor of the variance over the parts: their number (the original), or one less. Default `population`. */
  readonly std?: "population" | "sample";
}

/** The mean score of the parts, with their deviation, which is no standard error of the mean. */
export type InceptionScore = MetricResult<{
  /** The score of each part. */
  readonly scores: readonly number[];
}>;

/** The metric `is`. */
export const inceptionScoreMetric: Metric<"scores"> = {
  needs: ["scores"],
  byDefault: ["images"],
  images: ({ inceptionScore: { count } }) => count,
  least: ({ inceptionScore: { parts } }) => parts,
  results: {
    is: {
      name: "Inception score",
      head: "IS",
      elsewhere: { key: "classifier-score", name: "classifier score", head: "score" },
      better: "higher",
      digits: 2,
      settings: ["fake.rounding", "features", "inceptionScore"],
      meaning:
        "How surely a classifier names each generated image, and how evenly the names are spread: 1 at " +
        "worst, the number of classes at best. It never looks at a real image.",
    },
  },
  async compute({ scores: { rows, from, extractor } }, { settings }) {
    const { parts, classes } = settings.inceptionScore;
    const slice = sliceOf(classes, rows.columns);
    const result = inceptionScore(rows, { from, splits: parts, classes: slice });
    const perPart = Math.floor(rows.rows / parts);
    if (!isInceptionName(extractor) || perPart >= 5000) return [result];
    const few = `${perPart} images in a part are few: the score rises with them, papers have 5000`;
    return [{ ...result, warnings: [few] }];
  },
};

/** The slice of the original's classes; a network of others has its own, all of them. */
function sliceOf(slice: ClassSlice, classes: number): InceptionScoreOptions["classes"] {
  if (slice === "all" || classes !== 1008) return undefined;
  return slice === "first-1000"
    ? { begin: 0, end: 1000, of: "logits" }
    : { begin: 1, end: 1001, of: "probabilities" };
}

/**
 * exp(mean_n Σ_c p_nc (ln p_nc − ln p̄_c)) of each of `splits` consecutive parts, p̄ the part's own mean;
 * part i holds the rows ⌊iN/splits⌋ … ⌊(i+1)N/splits⌋ − 1. In float64; 0·ln 0 = 0, where the original
 * gives NaN.
 *
 * 1 when all rows are alike, the number of classes when every row is sure and classes are even.
 *
 * @param rows `[N, classes]`: probabilities or logits, N ≥ splits.
 * @throws EvenkeelError `SHAPE` for fewer rows than splits or a bias of another length; `DATA` for values
 *   that are not finite, or probabilities that are negative or in a row do not add up to 1 (to 1e-3);
 *   `CONFIG` for a slice outside of the columns, or one of logits where there are none.
 * @see Salimans et al. 2016, "Improved Techniques for Training GANs", section 4.
 */
export function inceptionScore(
  rows: FeatureMatrix,
  options: InceptionScoreOptions = {},
): InceptionScore {
  const { splits = 10, std = "population" } = options;
  checkOptions(rows, options, splits);
  checkFeatures("inceptionScore", rows, splits);
  const probabilities = probabilitiesOf(rows, options);
  const scores = Array.from({ length: splits }, (_, i) => {
    const begin = Math.floor((i * rows.rows) / splits);
    const end = Math.floor(((i + 1) * rows.rows) / splits);
    return scoreOf(probabilities, begin, end);
  });
  const mean = scores.reduce((sum, score) => sum + score, 0) / splits;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (std === "sample" ? splits - 1 : splits));
  return {
    metric: "is",
    value: mean,
    spread: splits === 1 ? null : { std: deviation, over: "parts", count: splits },
    details: { scores },
    warnings: [],
    counts: { real: 0, fake: rows.rows },
  };
}

/** The row of probabilities with this number; valid until the next call. */
interface Probabilities {
  readonly classes: number;
  row(index: number): Float64Array;
}

function probabilitiesOf(
  { data, columns }: FeatureMatrix,
  { from = "probabilities", bias, classes }: InceptionScoreOptions,
): Probabilities {
  const { begin, end, of } = classes ?? { begin: 0, end: columns, of: "probabilities" as const };
  // the softmax runs over a slice of the logits, or all of them
  const [first, last] = of === "logits" ? [begin, end] : [0, columns];
  const values = new Float64Array(last - first);
  return {
    classes: end - begin,
    row(index) {
      for (let c = first; c < last; c++) values[c - first] = data[index * columns + c]!;
      if (from === "logits") {
        if (bias) for (let c = first; c < last; c++) values[c - first]! -= bias[c]!;
        softmax(values);
      } else checkRow(values, index);
      return of === "logits" ? values : values.subarray(begin, end);
    },
  };
}

function scoreOf({ classes, row }: Probabilities, begin: number, end: number): number {
  const mean = new Float64Array(classes);
  let negativeEntropy = 0;
  for (let n = begin; n < end; n++) {
    const p = row(n);
    for (let c = 0; c < classes; c++) {
      const value = p[c]!;
      if (value === 0) continue;
      mean[c] = mean[c]! + value;
      negativeEntropy += value * Math.log(value);
    }
  }
  // Σ_n Σ_c p ln p̄ = N Σ_c p̄ ln p̄
  const count = end - begin;
  const cross = mean.reduce((sum, p) => sum + (p === 0 ? 0 : p * Math.log(p / count)), 0);
  return Math.exp((negativeEntropy - cross) / count);
}

/** In place. */
function softmax(values: Float64Array): void {
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let c = 0; c < values.length; c++) {
    const value = Math.exp(values[c]! - most);
    values[c] = value;
    sum += value;
  }
  for (let c = 0; c < values.length; c++) values[c] = values[c]! / sum;
}

/** How far from 1 the sum of a row may be: far more than float32 or float16 rounds. */
const SUM_TOLERANCE = 1e-3;

function checkRow(values: Float64Array, index: number): void {
  let sum = 0;
  for (const value of values) {
    if (value < 0) throw noProbabilities(index, String(value));
    sum += value;
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE) throw noProbabilities(index, `a sum of ${sum}`);
}

function noProbabilities(row: number, value: string): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `inceptionScore: a row must be probabilities that add up to 1, got ${value} in row ${row}`,
    { advice: "If these are logits, take their softmax first." },
  );
}

function checkOptions(
  { columns }: FeatureMatrix,
  { from = "probabilities", bias, classes }: InceptionScoreOptions,
  splits: number,
): void {
  if (!Number.isSafeInteger(splits) || splits < 1) {
    throw new EvenkeelError(
      "CONFIG",
      `inceptionScore: splits must be a whole number of at least 1, got ${splits}`,
    );
  }
  if (bias !== undefined && (from !== "logits" || bias.length !== columns)) {
    throw new EvenkeelError(
      "SHAPE",
      `inceptionScore: a bias must go with logits and have ${columns} elements, ` +
        `got ${bias.length} with ${from}`,
    );
  }
  if (classes === undefined) return;
  const { begin, end, of } = classes;
  if (!(Number.isSafeInteger(begin) && Number.isSafeInteger(end))) throw badSlice();
  if (begin < 0 || end <= begin || end > columns) throw badSlice();
  if (of === "logits" && from !== "logits") {
    throw new EvenkeelError(
      "CONFIG",
      "inceptionScore: classes of logits need logits, got probabilities",
      { advice: 'Slice of: "probabilities", or give logits with from: "logits".' },
    );
  }

  function badSlice(): EvenkeelError {
    return new EvenkeelError(
      "CONFIG",
      `inceptionScore: classes must be within 0 … ${columns}, got ${classes?.begin} … ${classes?.end}`,
    );
  }
}
