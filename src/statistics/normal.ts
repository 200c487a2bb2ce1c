/** The normal distribution. */

/** φ(x), the density of N(0, 1). */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Φ(x), the chance that a number of N(0, 1) lies below x. */
export function normalBelow(x: number): number {
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/** Places from which the continued fraction is as exact as the series, and soon ends. */
const FAR = 2.5;

/**
 * 1 − Φ(x) for x ≥ 0: near 0 by the series of Φ, else by the continued fraction of Mills' ratio.
 *
 * @see Abramowitz & Stegun 1964, equations 26.2.11 and 26.2.14.
 */
function upperTail(x: number): number {
  const density = normalDensity(x);
  if (x >= FAR) {
    let fraction = x;
    for (let k = 120; k >= 1; k--) fraction = x + k / fraction;
    return density / fraction;
  }
  let [term, sum] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}
