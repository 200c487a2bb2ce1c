/** Maximization of a function without its gradient. */

interface Corner {
  readonly at: readonly number[];
  readonly value: number;
}

/**
 * The point of the largest value that Nelder and Mead's simplex method finds, with their coefficients 1, 2, ½ and ½.
 *
 * @param start a corner of the first simplex; the others lie 1 away, in one coordinate each.
 * @param evaluations after so many values of the function it ends.
 */
export function simplexMaximum(
  f: (at: readonly number[]) => number,
  start: readonly number[],
  evaluations: number,
): readonly number[] {
  let count = 0;
  const corner = (at: readonly number[]): Corner => {
    count++;
    return { at, value: f(at) };
  };
  const descending = (corners: Corner[]) => corners.sort((a, b) => b.value - a.value);
  let simplex = descending([
    corner(start),
    ...start.map((_, i) => corner(start.map((x, k) => (k === i ? x + 1 : x)))),
  ]);
  while (count < evaluations) {
    const others = simplex.slice(0, -1);
    const [best, worst] = [simplex[0]!, simplex.at(-1)!];
    const centre = start.map(
      (_, i) => others.reduce((sum, { at }) => sum + at[i]!, 0) / others.length,
    );
    const beyond = (times: number) => corner(centre.map((x, i) => x + times * (x - worst.at[i]!)));
    const reflected = beyond(1);
    if (reflected.value > best.value) {
      const expanded = beyond(2);
      simplex = descending([...others, expanded.value > reflected.value ? expanded : reflected]);
    } else if (reflected.value > others.at(-1)!.value) {
      simplex = descending([...others, reflected]);
    } else {
      const contracted = beyond(reflected.value > worst.value ? 0.5 : -0.5);
      const isBetter = contracted.value > Math.max(reflected.value, worst.value);
      simplex = descending(
        isBetter
          ? [...others, contracted]
          : simplex.map(({ at }, i) =>
              i === 0 ? best : corner(at.map((x, k) => (x + best.at[k]!) / 2)),
            ),
      );
    }
  }
  return simplex[0]!.at;
}
