/** Minimal filtering: m results of a filter of r taps by m + r − 1 products instead of m·r. */

/**
 * F(m, r) with y[k] = Σⱼ d[k + j]·g[j] for k < m, as Σᵢ ends[i][k]·(filter[i]·g)·(data[i]·d). In the paper
 * data is Bᵀ, filter is G and ends is A; each row belongs to one product.
 */
export interface MinimalFilter {
  /** Where the polynomials are multiplied, one point less than products: the last product is that at ∞. */
  readonly points: readonly number[];
  readonly data: readonly (readonly number[])[];
  readonly filter: readonly (readonly number[])[];
  readonly ends: readonly (readonly number[])[];
}

/**
 * F(m, r) from m + r − 2 points. The product of two polynomials of degrees m − 1 and r − 1 follows from its
 * values at the points and its leading coefficient (Toom, Cook); the transpose of that is the filter. So at a
 * point a the filter's part is g(a), divided by Π(a − a′) over the other points a′, a result's part is aᵏ, and the
 * data's part has the coefficients of Π(x − a′), of degree m + r − 3; at ∞ those of the product over all points.
 *
 * @see Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", section 4.
 */
export function minimalFilter(m: number, r: number, points: readonly number[]): MinimalFilter {
  const powers = (a: number, count: number) => Array.from({ length: count }, (_, k) => a ** k);
  const last = (count: number) => Array.from({ length: count }, (_, k) => Number(k === count - 1));
  const others = (a: number) => points.filter((point) => point !== a);
  return {
    points,
    data: [...points.map((a) => [...withRoots(others(a)), 0]), withRoots(points)],
    filter: [
      ...points.map((a) => {
        const scale = others(a).reduce((product, other) => product * (a - other), 1);
        return powers(a, r).map((power) => power / scale);
      }),
      last(r),
    ],
    ends: [...points.map((a) => powers(a, m)), last(m)],
  };
}

/** The coefficients of Π(x − a) over these roots, that of x⁰ first. */
function withRoots(roots: readonly number[]): number[] {
  return roots.reduce<number[]>(
    (product, a) =>
      Array.from(
        { length: product.length + 1 },
        (_, i) => (product[i - 1] ?? 0) - a * (product[i] ?? 0),
      ),
    [1],
  );
}
