/** How well one quantity orders things as another does. */

/**
 * Spearman's correlation of pairs: that of the ranks, equal values sharing their mean rank. In [-1, 1]; 0 where one of
 * the quantities is the same for all.
 *
 * @param a one quantity of each thing.
 * @param b the other, in the same order.
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  const product = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, one, i) => sum + (one - mean) * ((v[i] as number) - mean), 0);
  const size = Math.sqrt(product(x, x) * product(y, y));
  return size === 0 ? 0 : product(x, y) / size;
}

/** The ranks of values, from 1. */
function ranks(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((p, q) => p - q);
  const first = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const [i, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, i);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return values.map(
    (value) => (first.get(value) as number) + ((counts.get(value) as number) + 1) / 2,
  );
}
