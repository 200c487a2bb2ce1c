/** Where a halved or searched sweep stands, as its page shows it. */
import {
  bestOf,
  drawnText,
  type Rung,
  type SearchGroup,
  type Sweep,
} from "../../sweeps/folder/index.ts";
import { type Point, pointText } from "../../sweeps/plan/index.ts";
import type { SweepAnswer, SweepSearchGroup } from "./answers.ts";

/** The rungs of a halved sweep, with the places of points. */
export function halvingOf(
  { halving }: Sweep,
  rungs: readonly Rung[],
  placeOf: (point: Point) => number,
): SweepAnswer["halving"] {
  if (halving === null) return null;
  const { metric, mode } = halving;
  return {
    metric,
    mode,
    lastStep: halving.rungs.at(-1) as number,
    rungs: rungs.map(({ step, isDecided, contenders }) => ({
      step,
      isDecided,
      contenders: contenders.map(({ point, value, fate }) => ({
        point: placeOf(point),
        value,
        fate,
      })),
    })),
  };
}

/** The rounds of a sweep that is searched by a metric. */
export function searchOf(sweep: Sweep, groups: readonly SearchGroup[]): SweepAnswer["search"] {
  if (sweep.search === null || sweep.search.metric === null) return null;
  const { method, rounds, metric, mode } = sweep.search;
  return {
    ...{ method, rounds, metric, mode },
    groups: groups.map((group) => groupAnswer(sweep, group, mode)),
  };
}

function groupAnswer(
  sweep: Sweep,
  { group, points }: SearchGroup,
  mode: "min" | "max",
): SweepSearchGroup {
  const rounds = [...new Set(points.map(({ round }) => round))].sort((a, b) => a - b);
  return {
    text: pointText(group),
    rounds: rounds.map((round) => {
      const own = points.filter((point) => point.round === round);
      const soFar = points.filter((point) => point.round <= round);
      const best = bestOf({ group, points: soFar }, mode);
      return {
        round,
        points: own.length,
        ended: own.filter(({ isOpen }) => !isOpen).length,
        best:
          best === undefined
            ? null
            : { number: best.number, value: best.value, text: drawnText(sweep, best.point) },
      };
    }),
  };
}
