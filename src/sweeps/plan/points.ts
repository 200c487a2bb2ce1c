/** The points of a sweep's grid: every combination of its axes' values. */
import { RUNS } from "../../limits.ts";
import { randomStream } from "../../random.ts";
import { drawnValues } from "../search/index.ts";
import type { AxisDescription, RangeDescription } from "./schema.ts";

/** What a run sets of a config: values by their keys, in the order of the axes. */
export type Point = Readonly<Record<string, unknown>>;

/**
 * Most runs of a sweep: with a minute for each, they take a week. A run has a config, a folder and its files;
 * two axes of ten thousand values would have a hundred million of them.
 */
export const MOST_RUNS = RUNS.most;

/**
 * Every point, the last axis moving fastest. An axis whose condition fails sets nothing there.
 *
 * @returns `undefined` where there are more than {@link MOST_RUNS}.
 */
export function pointsOf(axes: readonly AxisDescription[]): readonly Point[] | undefined {
  let points: readonly Point[] = [{}];
  for (const axis of axes) {
    const isThere = (point: Point) => holds(axis.where ?? {}, point);
    const there = points.filter(isThere).length;
    if (points.length + there * (stepCount(axis) - 1) > MOST_RUNS) return undefined;
    const steps = there > 0 ? stepsOf(axis) : [];
    points = points.flatMap((point) =>
      isThere(point) ? steps.map((step) => ({ ...point, ...step })) : [point],
    );
  }
  return points;
}

/** How many values an axis has. */
export function stepCount({ values, range, distribution, zip }: AxisDescription): number {
  if (zip !== undefined) return Object.values(zip)[0]?.length ?? 0;
  return values?.length ?? distribution?.count ?? rangeLength(range as RangeDescription);
}

/** The keys that an axis sets. */
export function keysOf({
  key,
  keys,
  zip,
}: Pick<AxisDescription, "key" | "keys" | "zip">): readonly string[] {
  return zip !== undefined ? Object.keys(zip) : (keys ?? (key === undefined ? [] : [key]));
}

/** The keys of an axis, each with the same value. */
export function sameValue(keys: readonly string[], value: unknown): Point {
  return Object.fromEntries(keys.map((key) => [key, value]));
}

/** The numbers of a range, rounded to twelve digits so that 0.1, 0.2, 0.3 are what they look like. */
export function rangeValues(range: RangeDescription): readonly number[] {
  const { from, to, step, scale } = range;
  const neat = (x: number) => Number(x.toPrecision(12));
  const length = rangeLength(range);
  const last = length - 1;
  const at = (i: number) => {
    if (step !== undefined) return from + i * step;
    return scale === "log" ? from * (to / from) ** (i / last) : from + ((to - from) * i) / last;
  };
  return Array.from({ length }, (_, i) => neat(at(i)));
}

function rangeLength({ from, to, count, step }: RangeDescription): number {
  return step === undefined ? (count as number) : Math.floor((to - from) / step + 1e-9) + 1;
}

function stepsOf(axis: AxisDescription): readonly Point[] {
  const { zip } = axis;
  if (zip === undefined) {
    const keys = keysOf(axis);
    return valuesOf(axis, keys).map((value) => sameValue(keys, value));
  }
  const columns = Object.entries(zip);
  const rows = columns[0]?.[1].length ?? 0;
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(columns.map(([name, list]) => [name, list[i]])),
  );
}

function valuesOf(
  { values, range, distribution }: AxisDescription,
  keys: readonly string[],
): readonly unknown[] {
  if (distribution?.count === undefined) return values ?? rangeValues(range as RangeDescription);
  const stream = randomStream(distribution.seed, `axis/${keys.join()}`);
  return drawnValues(distribution, distribution.count, stream);
}

/** Whether a condition is met at a point. */
export function holds(where: NonNullable<AxisDescription["where"]>, point: Point): boolean {
  return Object.entries(where).every(([key, wanted]) =>
    (Array.isArray(wanted) ? wanted : [wanted]).some(
      (value) => Object.hasOwn(point, key) && value === point[key],
    ),
  );
}
