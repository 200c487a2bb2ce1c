/** The measures of a run, condensed to as many points as a chart is wide. */
import { groupInfo, groupOf } from "../../report/index.ts";
import type { CurveAxis, CurveValues, RunCurves } from "../api.ts";
import type { Columns } from "./columns.ts";

/** Which part of the measures is asked for. */
export interface CurveRequest {
  readonly axis: CurveAxis;
  /** The most points of a curve. */
  readonly points: number;
  /** The least and the greatest position on the axis, both included; default: all. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * The measures of a run. A point stands for as many records as it takes to have at most `points`: for their mean,
 * with their least and greatest, so that no spike is lost. It is at the place of its last record.
 *
 * @param every records that each one in the columns stands for.
 */
export function curvesOf(columns: Columns, request: CurveRequest, every = 1): RunCurves {
  const { axis, points, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = request;
  const positions = columns.axes[axis];
  const first = lowerBound(positions, (value) => value >= from);
  const end = lowerBound(positions, (value) => value > to);
  const perPoint = Math.max(1, Math.ceil((end - first) / points));
  const starts: number[] = [];
  for (let i = first; i < end; i += perPoint) starts.push(i);
  const curves = Object.fromEntries(
    [...columns.measures].map(([name, values]): [string, CurveValues] => [
      name,
      condensed(values, starts, end, perPoint, groupOf(name)),
    ]),
  );
  const groups = [...new Set(Object.values(curves).map(({ group }) => group))];
  return {
    axis,
    x: starts.map((start) => positions[Math.min(start + perPoint, end) - 1] as number),
    curves,
    perPoint,
    every,
    groups: Object.fromEntries(groups.map((group) => [group, groupInfo(group)])),
  };
}

function condensed(
  values: readonly number[],
  starts: readonly number[],
  end: number,
  perPoint: number,
  group: string,
): CurveValues {
  const y: (number | null)[] = [];
  const low: (number | null)[] = [];
  const high: (number | null)[] = [];
  for (const start of starts) {
    let [sum, count, least, greatest] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = start; i < Math.min(start + perPoint, end); i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count++;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    y.push(count === 0 ? null : sum / count);
    low.push(count === 0 ? null : least);
    high.push(count === 0 ? null : greatest);
  }
  return perPoint === 1 ? { group, y } : { group, y, low, high };
}

/** The first place from which on a condition holds, of a list in which it holds from some place on. */
function lowerBound(list: readonly number[], holds: (value: number) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
