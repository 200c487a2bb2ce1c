/** Runs that differ in nothing but the seed, as one. */
import type { ConfigValue } from "../../../../src/studio/api.ts";
import type { ChartSeries } from "../chart/series.ts";

/** Keys that tell runs of one kind apart. */
const OWN_KEYS: readonly string[] = ["seed", "name"];

/** Runs of one kind, by their places among all. */
export interface SeedGroup {
  readonly places: readonly number[];
}

/** Runs whose configs are the same but for the seed and the name, in the order in which they first appear. */
export function seedGroups(
  configs: readonly Readonly<Record<string, ConfigValue>>[],
): readonly SeedGroup[] {
  const groups = new Map<string, number[]>();
  for (const [place, config] of configs.entries()) {
    const rest = Object.entries(config).filter(([key]) => !OWN_KEYS.includes(key));
    const key = JSON.stringify(rest.sort(([a], [b]) => (a < b ? -1 : 1)));
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()].map((places) => ({ places }));
}

/**
 * The mean of curves with a band from the least to the greatest, at all positions at which one of them has a value;
 * between its positions a curve is interpolated linearly, beyond its ends it plays no part.
 */
export function bandOf(name: string, color: string, curves: readonly ChartSeries[]): ChartSeries {
  const known = curves.map(({ x, y }) => {
    const places = [...x.keys()].filter((i) => y[i] != null);
    return { x: places.map((i) => x[i] as number), y: places.map((i) => y[i] as number) };
  });
  const x = [...new Set(known.flatMap((one) => one.x))].sort((a, b) => a - b);
  const columns = known.map((one) => interpolated(one, x));
  const at = x.map((_, i) => columns.flatMap((column) => column[i] ?? []));
  return {
    ...{ name, color, x },
    y: at.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    low: at.map((values) => Math.min(...values)),
    high: at.map((values) => Math.max(...values)),
  };
}

/** A curve at ascending positions; `null` beyond its ends. */
function interpolated(
  { x, y }: { readonly x: readonly number[]; readonly y: readonly number[] },
  positions: readonly number[],
): readonly (number | null)[] {
  let next = 0;
  return positions.map((position) => {
    while (next < x.length && (x[next] as number) < position) next++;
    if (x[next] === position) return y[next] as number;
    if (next === 0 || next === x.length) return null;
    const [left, right] = [x[next - 1] as number, x[next] as number];
    const share = (position - left) / (right - left);
    return (1 - share) * (y[next - 1] as number) + share * (y[next] as number);
  });
}

/** What the runs of a group have in common in their names: `runs/e` of `runs/e/seed0` and `runs/e/seed1`. */
export function commonName(names: readonly string[]): string {
  const [first = ""] = names;
  let length = first.length;
  for (const name of names) {
    while (!name.startsWith(first.slice(0, length))) length--;
  }
  const common = first.slice(0, length);
  if (common === first) return first;
  // a part that goes on otherwise is not in common
  return common.replace(/[/\-_. ][^/\-_. ]*$/, "").replace(/[/\-_. ]seed$/, "") || first;
}
