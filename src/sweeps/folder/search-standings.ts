/** Where the points of a searched sweep stand, from the files of its runs. */
import { groupOf, type Point, pointText } from "../plan/index.ts";
import type { Sweep, SweepRun } from "./folder.ts";
import { meanAtEnd } from "./standings.ts";
import { type RunStatus, sweepStatus } from "./status.ts";

/** A point that was drawn. */
export interface SearchedStanding {
  readonly point: Point;
  /** From 1, in its group. */
  readonly number: number;
  readonly round: number;
  /**
   * The mean over its seeds of the metric at the last record; `null` without a metric, until all seeds have ended, and
   * for good if one has failed, was cancelled, or has recorded none.
   */
  readonly value: number | null;
  /** Whether a seed of it has not ended yet. */
  readonly isOpen: boolean;
  /** Whether a seed of it was cancelled, which ends the search. */
  readonly isCancelled: boolean;
}

/** The search at one combination of the axes that are not searched. */
export interface SearchGroup {
  readonly group: Point;
  /** In the order in which they were drawn. */
  readonly points: readonly SearchedStanding[];
}

/** The groups of a sweep that is searched; none of any other. */
export async function searchGroups(sweep: Sweep): Promise<readonly SearchGroup[]> {
  const { search } = sweep;
  if (search === null) return [];
  const groups = new Map<string, { group: Point; points: Map<number, SweepRun[]> }>();
  for (const run of sweep.runs) {
    const group = groupOf(search, run.point);
    const key = JSON.stringify(group);
    const found = groups.get(key) ?? { group, points: new Map<number, SweepRun[]>() };
    groups.set(key, found);
    const number = run.searched?.number ?? 0;
    found.points.set(number, [...(found.points.get(number) ?? []), run]);
  }
  const statuses = new Map((await sweepStatus(sweep)).map((status) => [status.run.name, status]));
  const standing = async (number: number, runs: readonly SweepRun[]): Promise<SearchedStanding> => {
    const states = runs.map(({ name }) => (statuses.get(name) as RunStatus).state);
    const isDone = states.every((state) => state === "done");
    const [{ point, searched }] = runs as [SweepRun];
    return {
      ...{ point, number, round: searched?.round ?? 1 },
      value: isDone && search.metric !== null ? await meanAtEnd(sweep, runs, search.metric) : null,
      isOpen: states.some((state) => !ENDED.has(state)),
      isCancelled: states.includes("cancelled"),
    };
  };
  return Promise.all(
    [...groups.values()].map(async ({ group, points }) => ({
      group,
      points: await Promise.all([...points].map(([number, runs]) => standing(number, runs))),
    })),
  );
}

/** States of a run that will not change by themselves. */
const ENDED: ReadonlySet<RunStatus["state"]> = new Set(["done", "failed", "cancelled", "dropped"]);

/** The best point of a group; `undefined` until one has a value. Of equals the earlier is the better. */
export function bestOf(
  { points }: SearchGroup,
  mode: "min" | "max",
): (SearchedStanding & { readonly value: number }) | undefined {
  const sign = mode === "min" ? 1 : -1;
  const sound = points.filter((one): one is SearchedStanding & { readonly value: number } =>
    Number.isFinite(one.value),
  );
  return sound.sort((a, b) => sign * (a.value - b.value) || a.number - b.number)[0];
}

/** What a point has beside its group, in words. */
export function drawnText(sweep: Pick<Sweep, "search">, point: Point): string {
  const keys = new Set(sweep.search?.axes.flatMap((axis) => axis.keys));
  return pointText(Object.fromEntries(Object.entries(point).filter(([key]) => keys.has(key))));
}
