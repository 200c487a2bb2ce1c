/** Means over seeds with intervals. */
import { internal } from "../../errors.ts";

/** A mean with the interval that holds the true one with a chance of 95 %; `null` for a single value. */
export interface MeanInterval {
  readonly mean: number;
  /** Half of the interval's width. */
  readonly half: number | null;
  readonly count: number;
}

const COVERAGE = 0.95;

/** Student's interval for the mean of independent values, which are normally distributed. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const { length: count } = values;
  const mean = values.reduce((sum, x) => sum + x, 0) / count;
  if (count < 2) return { mean, half: null, count };
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1);
  const half = studentQuantile(COVERAGE, count - 1) * Math.sqrt(variance / count);
  return { mean, half, count };
}

/**
 * The t for which |T| ≤ t with this chance, where T has Student's distribution.
 *
 * @param coverage in (0, 1).
 * @param freedom degrees of freedom, a whole number of at least 1.
 */
export function studentQuantile(coverage: number, freedom: number): number {
  if (!(Number.isInteger(freedom) && freedom >= 1)) throw internal(`${freedom} degrees of freedom`);
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (coverageOf(middle, freedom) < coverage) low = middle;
    else high = middle;
  }
  return Math.tan(low) * Math.sqrt(freedom);
}

/**
 * The chance that |T| ≤ √ν·tan θ.
 *
 * @see Abramowitz & Stegun 1964, eq. 26.7.3 and 26.7.4.
 */
function coverageOf(theta: number, freedom: number): number {
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= (cosine ** 2 * (k - 1)) / k;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
}
