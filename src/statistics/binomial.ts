/** The binomial distribution. */
import { refusal } from "../errors.ts";

/**
 * P(X ≥ k) of a binomial X: the chance of `k` successes or more in `n` trials.
 *
 * Exact but for rounding, about 1e-13 relative up to n = 1000: the terms are summed from the smallest, as
 * exponentials of sums of logarithms.
 *
 * @param n whole, at least 0.
 * @param p the chance of one success, 0 to 1; default ½.
 * @throws EvenkeelError `USAGE` for an `n` or a `p` that is none.
 */
export function binomialTail(n: number, k: number, p = 0.5): number {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw refusal("USAGE", { where: "n", rule: "must be a whole number of at least 0", got: n });
  }
  if (!(p >= 0 && p <= 1)) {
    throw refusal("USAGE", { where: "p", rule: "must lie between 0 and 1", got: p });
  }
  const least = Math.max(0, Math.ceil(k));
  if (least === 0) return 1;
  if (least > n || p === 0) return 0;
  if (p === 1) return 1;
  // the shorter of the two sums; its complement loses nothing where it is small
  if (least <= n * p) return 1 - sumOfTerms(n, p, 0, least - 1);
  return sumOfTerms(n, p, least, n);
}

/** Σ C(n, i) pⁱ (1 − p)ⁿ⁻ⁱ from `first` to `last`. */
function sumOfTerms(n: number, p: number, first: number, last: number): number {
  const [success, failure] = [Math.log(p), Math.log1p(-p)];
  const terms: number[] = [];
  let ways = 0;
  for (let i = 0; i <= last; i++) {
    if (i > 0) ways += Math.log((n - i + 1) / i);
    if (i >= first) terms.push(Math.exp(ways + i * success + (n - i) * failure));
  }
  return terms.sort((a, b) => a - b).reduce((sum, term) => sum + term, 0);
}
