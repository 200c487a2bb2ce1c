/** The share of generated images that a classifier takes for the class that was asked for. */
import { EvenkeelError, refusal } from "../errors.ts";
import { quoted } from "../text.ts";
import { checkFeatures, type FeatureMatrix } from "./features/matrix.ts";
import type { ClassScores } from "./inputs.ts";
import type { Metric, MetricResult } from "./metric.ts";

/** One class of {@link classAccuracy}. */
export interface ClassShare {
  readonly name: string;
  /** Images that were asked for. */
  readonly count: number;
  /** The share of them that is taken for this class, 0 to 1. */
  readonly value: number;
}

/** The metric `class-accuracy`. */
export const classAccuracyMetric: Metric<"scores" | "labels"> = {
  needs: ["scores", "labels"],
  byDefault: [],
  results: {
    "class-accuracy": {
      name: "class accuracy",
      head: "class acc.",
      better: "higher",
      digits: 3,
      settings: ["fake.rounding", "features"],
      meaning:
        "The share of generated images that a classifier takes for the class that was asked for, of conditional GANs " +
        "(GAN-test, Shmelkov et al. 2018).",
    },
  },
  compute: async ({ scores, labels }) => {
    const columns = columnsOf(labels.names, scores);
    return [classAccuracy(scores.rows, labels.generated, labels.names, columns)];
  },
};

/**
 * The share of rows whose largest score is that of the asked class; the first of equal scores counts.
 *
 * @param scores  `[N, C]`: logits or probabilities.
 * @param asked   the class of each row, N of them: its place in `names`.
 * @param names   the classes.
 * @param columns the column of each class in `scores`.
 * @throws EvenkeelError `SHAPE` if there is not one asked class for each row; `DATA` for scores that are not finite.
 * @see Shmelkov, Schmid & Alahari 2018, "How good is my GAN?", section 3: GAN-test.
 */
export function classAccuracy(
  scores: FeatureMatrix,
  asked: ArrayLike<number>,
  names: readonly string[],
  columns: readonly number[],
): MetricResult<{ readonly perClass: readonly ClassShare[] }> {
  const { rows } = scores;
  checkFeatures("classAccuracy", scores);
  if (asked.length !== rows) {
    throw new EvenkeelError(
      "SHAPE",
      `classAccuracy: asked must be one for each of ${rows} rows, got ${asked.length}`,
    );
  }
  const counts = names.map(() => ({ count: 0, right: 0 }));
  let right = 0;
  for (let row = 0; row < rows; row++) {
    const label = asked[row]!;
    const isRight = largestColumn(scores, row) === columns[label];
    counts[label]!.count++;
    if (!isRight) continue;
    counts[label]!.right++;
    right++;
  }
  const perClass = counts.flatMap(({ count, right }, i) =>
    count === 0 ? [] : [{ name: names[i]!, count, value: right / count }],
  );
  return {
    metric: "class-accuracy",
    value: right / rows,
    spread: null,
    details: { perClass },
    warnings: [],
    counts: { real: 0, fake: rows },
  };
}

function largestColumn({ data, columns }: FeatureMatrix, row: number): number {
  const first = row * columns;
  let best = 0;
  for (let column = 1; column < columns; column++) {
    if (data[first + column]! > data[first + best]!) best = column;
  }
  return best;
}

/** The column of each class among the classifier's, by their names. */
function columnsOf(names: readonly string[], { extractor, names: known }: ClassScores): number[] {
  const columns = names.map((name) => known?.indexOf(name) ?? -1);
  const missing = names.find((_, i) => columns[i] === -1);
  if (missing === undefined) return columns;
  throw refusal("USAGE", {
    where: "evaluate",
    rule: "class-accuracy needs a classifier of the images' classes",
    got:
      known === undefined
        ? `${extractor}, which does not say how its classes are called`
        : `${extractor}, which knows ${known.map((name) => quoted(name)).join(", ")}, but not ${quoted(missing)}`,
    advice: "Name another network with --features, or omit class-accuracy from --metrics.",
  });
}
