/** The median and how well it is known, without any assumption on the distribution. */
import { refusal } from "../errors.ts";
import { binomialTail } from "./binomial.ts";
import { LEVEL } from "./sign-test.ts";

/** A median and an interval for that of the population. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /**
   * How often such an interval holds the population's median, at least: what was wanted or more, and less
   * where even the least and the greatest value are too few for it.
   */
  readonly coverage: number;
}

/** The middle value, or the mean of the two in the middle; infinite values are values like others. */
export function medianOf(values: readonly number[]): number {
  const sorted = ascending(values);
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
  // the mean of two equal infinities is no number otherwise
  return low === high ? low : (low + high) / 2;
}

/**
 * The interval between two order statistics that holds the population's median: by the binomial
 * distribution of how many values lie below it. It excludes 0 exactly where the sign test of the values, or
 * its reverse, passes at half of 1 − `coverage`.
 *
 * @param values at least one.
 * @param coverage 0 to 1; default 1 − 2·{@link LEVEL}, 90 %.
 * @throws EvenkeelError `USAGE` for no values, or one that is not a number.
 * @see David & Nagaraja 2003, Order Statistics, section 7.1.
 */
export function medianInterval(
  values: readonly number[],
  coverage: number = 1 - 2 * LEVEL,
): MedianInterval {
  if (values.length === 0 || values.some(Number.isNaN)) {
    throw refusal("USAGE", {
      where: "values",
      rule: "must be at least one, and numbers",
      got: values.map(String),
    });
  }
  const n = values.length;
  const tail = (1 - coverage) / 2;
  // rounding of 1 − coverage must not widen the interval
  const allowed = tail * (1 + 1e-12);
  let left = 0;
  while (left + 1 < n / 2 && binomialTail(n, n - left - 1) <= allowed) left++;
  const sorted = ascending(values);
  return {
    median: medianOf(values),
    low: sorted[left]!,
    high: sorted[n - 1 - left]!,
    coverage: Math.max(0, 1 - 2 * binomialTail(n, n - left)),
  };
}

const ascending = (values: readonly number[]) => [...values].sort((a, b) => (a < b ? -1 : 1));
