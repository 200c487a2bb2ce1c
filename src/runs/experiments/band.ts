/** The distribution of one measure over several runs. */

import type { JsonLine } from "../../files/index.ts";
import type { Counters } from "../../gan/index.ts";

/** The fields of a record that are not measures. */
const NO_MEASURES: readonly string[] = ["gStep", "dStep", "images", "time"] satisfies (
  | keyof Counters
  | "time"
)[];

/** The band of one measure over several runs. */
export interface Band {
  /** The number of runs that have the measure. */
  readonly runs: number;
  readonly mean: number;
  /** Sample standard deviation (divisor n − 1); `null` for a single run. */
  readonly std: number | null;
  readonly least: number;
  readonly most: number;
}

/** The band of at least one value. */
export function bandOf(values: readonly number[]): Band {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    runs: n,
    mean,
    std: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

/** The measures of a record of `metrics.jsonl` that are numbers. */
export function measuresOf(record: JsonLine): readonly (readonly [string, number])[] {
  return Object.entries(record).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === "number" && !NO_MEASURES.includes(entry[0]),
  );
}
