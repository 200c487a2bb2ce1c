/** What charts draw, without a canvas. */

/** A curve of a chart. */
export interface ChartSeries {
  readonly name: string;
  readonly color: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
}

/** Colors that can be told apart by most people, on light and dark ground (Okabe and Ito 2008, darkened where too light). */
const PALETTE = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#b8860b",
  "#56b4e9",
  "#8a6fd1",
  "#7a7a7a",
  "#a0522d",
  "#2f8f8f",
];

/** The color of the curve at a place. */
export const colorAt = (place: number): string => PALETTE[place % PALETTE.length] as string;

/**
 * Exponential smoothing with the correction of its beginning: each value is the weighted mean of those up to it,
 * whose weights fall by `weight` from one to the one before.
 *
 * @param weight 0: as it is, to just below 1.
 */
export function smoothed(
  y: readonly (number | null)[],
  weight: number,
): readonly (number | null)[] {
  if (weight <= 0) return y;
  let [sum, total] = [0, 0];
  return y.map((value) => {
    if (value === null) return null;
    sum = weight * sum + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return sum / total;
  });
}

/** A sentence on a curve for those who do not see it. */
export function describeSeries({ name, x, y }: ChartSeries): string {
  const known = y.flatMap((value, i) => (value === null ? [] : [{ value, at: x[i] as number }]));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return `${name}: no values`;
  const values = known.map(({ value }) => value);
  const [least, greatest] = [
    values.reduce((a, b) => Math.min(a, b)),
    values.reduce((a, b) => Math.max(a, b)),
  ];
  const short = (value: number) => Number(value.toPrecision(3));
  return `${name}: from ${short(first.value)} to ${short(last.value)}, least ${short(least)}, greatest ${short(greatest)}`;
}

/** The value of a curve at or before a position; `null` before its first. */
export function valueAt({ x, y }: ChartSeries, position: number): number | null {
  for (let i = x.length - 1; i >= 0; i--) {
    if ((x[i] as number) <= position && y[i] != null) return y[i] as number;
  }
  return null;
}

/** Values at either end that are no part of {@link mainRange}. */
const OUTLIERS = 0.02;

/**
 * The range of most values of curves, with a little space around it: all but the least and the greatest 2 % of each
 * curve.
 *
 * @returns `undefined` where there are no values, or all are the same.
 */
export function mainRange(
  series: readonly ChartSeries[],
  logarithmic: boolean,
): readonly [least: number, greatest: number] | undefined {
  const ends = series.flatMap(({ y }) => {
    const sorted = y
      .filter((value): value is number => value !== null && (!logarithmic || value > 0))
      .map((value) => (logarithmic ? Math.log10(value) : value))
      .sort((a, b) => a - b);
    const skipped = Math.floor(OUTLIERS * sorted.length);
    return sorted.length === 0 ? [] : [sorted[skipped], sorted[sorted.length - 1 - skipped]];
  }) as number[];
  const [least, greatest] = [Math.min(...ends), Math.max(...ends)];
  if (!(least < greatest)) return undefined;
  const space = (greatest - least) / 20;
  const range = [least - space, greatest + space] as const;
  return logarithmic ? [10 ** range[0], 10 ** range[1]] : range;
}

/** Positions at which curves have values, evenly spread over all of them, from the first to the last. */
export function positionsOf(series: readonly ChartSeries[], most: number): readonly number[] {
  const all = [...new Set(series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  if (all.length <= most) return all;
  return Array.from(
    { length: most },
    (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as number,
  );
}

/** A chart as a table: a row a position, a column a curve. */
export function csvOf(label: string, series: readonly ChartSeries[]): string {
  const positions = [...new Set(series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const columns = series.map(({ x, y }) => new Map(x.map((at, i) => [at, y[i]])));
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const head = [label, ...series.map(({ name }) => name)].map(quoted).join(",");
  const rows = positions.map((at) =>
    [at, ...columns.map((column) => column.get(at) ?? "")].join(","),
  );
  return `${[head, ...rows].join("\r\n")}\r\n`;
}
