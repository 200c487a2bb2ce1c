/** The points of a sweep's grid: every combination of its axes' values. */
import type { AxisDescription, RangeDescription } from "./schema.ts";

/** What a run sets of a config: values by their keys, in the order of the axes. */
export type Point = Readonly<Record<string, unknown>>;

/** Every point, the last axis moving fastest. An axis whose condition fails sets nothing there. */
export function pointsOf(axes: readonly AxisDescription[]): readonly Point[] {
  return axes.reduce<readonly Point[]>(
    (points, axis) => {
      const steps = stepsOf(axis);
      return points.flatMap((point) =>
        holds(axis.where ?? {}, point) ? steps.map((step) => ({ ...point, ...step })) : [point],
      );
    },
    [{}],
  );
}

/** The keys that an axis sets. */
export function keysOf({ key, zip }: AxisDescription): readonly string[] {
  return key === undefined ? Object.keys(zip ?? {}) : [key];
}

/** The numbers of a range, rounded to twelve digits so that 0.1, 0.2, 0.3 are what they look like. */
export function rangeValues({ from, to, count, step, scale }: RangeDescription): readonly number[] {
  const neat = (x: number) => Number(x.toPrecision(12));
  if (step !== undefined) {
    const length = Math.floor((to - from) / step + 1e-9) + 1;
    return Array.from({ length }, (_, i) => neat(from + i * step));
  }
  const last = (count as number) - 1;
  return Array.from({ length: last + 1 }, (_, i) =>
    neat(scale === "log" ? from * (to / from) ** (i / last) : from + ((to - from) * i) / last),
  );
}

function stepsOf({ key, values, range, zip }: AxisDescription): readonly Point[] {
  if (key !== undefined) {
    const all = values ?? rangeValues(range as RangeDescription);
    return all.map((value) => ({ [key]: value }));
  }
  const columns = Object.entries(zip ?? {});
  const rows = columns[0]?.[1].length ?? 0;
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(columns.map(([name, list]) => [name, list[i]])),
  );
}

function holds(where: NonNullable<AxisDescription["where"]>, point: Point): boolean {
  return Object.entries(where).every(([key, wanted]) =>
    (Array.isArray(wanted) ? wanted : [wanted]).some(
      (value) => Object.hasOwn(point, key) && value === point[key],
    ),
  );
}
