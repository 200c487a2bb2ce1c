/**
 * Winograd's minimal filtering along one axis, derived from its interpolation points.
 *
 * @see Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", section 4.
 */

/** A matrix by its rows. */
export type Matrix = readonly (readonly number[])[];

/**
 * F(m, r): m outputs of a filter with r taps, y_i = Σ_k g_k d_{i+k}, by n = m + r − 1 products:
 *
 *   y = outputsᵀ [(kernel g) ⊙ (data d)]
 */
export interface MinimalFiltering {
  /** Products. */
  readonly points: number;
  /** `[n, n]` */
  readonly data: Matrix;
  /** `[n, r]` */
  readonly kernel: Matrix;
  /** `[n, m]` */
  readonly outputs: Matrix;
}

/**
 * Finite interpolation points, by how many there are; one at infinity is added. Of the sets tried they
 * give the smallest rounding errors in float32, over the convolution and both of its gradients.
 */
const POINTS: readonly (readonly number[])[] = [
  [],
  [0],
  [0, 1],
  [0, 1, -1],
  [0, 1 / 2, -1, 2],
  [0, 3 / 4, -3 / 4, 3 / 2, -3 / 2],
];

/** The most products that {@link minimalFiltering} has points for. */
export const MOST_POINTS = POINTS.length;

/**
 * F(m, r) by evaluation at n − 1 finite points p and at infinity: the transpose of the product of two
 * polynomials of m and r coefficients, whose n coefficients are Σ_p s(p) L_p(x) + s(∞) M(x), where
 * M(x) = Π (x − p) and L_p(x) = Π_{q≠p} (x − q)/(p − q). The denominators go to the kernel.
 */
export function minimalFiltering(m: number, r: number): MinimalFiltering {
  const points = m + r - 1;
  const finite = POINTS[points - 1]!;
  const powers = (p: number, count: number) => Array.from({ length: count }, (_, i) => p ** i);
  const atInfinity = (count: number) => powers(0, count).toReversed();
  const others = (p: number) => finite.filter((q) => q !== p);
  const filled = (row: readonly number[]) => [...row, ...Array(points - row.length).fill(0)];
  return {
    points,
    data: [...finite.map((p) => filled(withRoots(others(p)))), withRoots(finite)],
    kernel: [
      ...finite.map((p) => {
        const scale = others(p).reduce((product, q) => product * (p - q), 1);
        return powers(p, r).map((x) => x / scale);
      }),
      atInfinity(r),
    ],
    outputs: [...finite.map((p) => powers(p, m)), atInfinity(m)],
  };
}

/** The coefficients of Π (x − root), the constant one first. */
function withRoots(roots: readonly number[]): number[] {
  let product = [1];
  for (const root of roots) {
    const [before, times] = [product, -root];
    product = Array.from(
      { length: before.length + 1 },
      (_, i) => (before[i - 1] ?? 0) + times * (before[i] ?? 0),
    );
  }
  return product;
}
