/**
 * Searches: the axes of a sweep that have a distribution are searched together, at each combination of the others.
 *
 * A random search has all its points beforehand. One by a Gaussian process goes in rounds: the points of the first are
 * those of a random search, those of the others follow from the results before (`folder/search-standings.ts`,
 * `execution/rounds.ts`).
 *
 * @see Kurach et al. 2019, "A Large-Scale Study on Regularization and Normalization in GANs", section 2.6.
 */
import type { Config, ConfigPath, Problem } from "../../config/index.ts";
import { randomStream } from "../../random.ts";
import { type Distribution, valueAt } from "../search/index.ts";
import { unlikeEvaluations } from "./evaluated.ts";
import type { Numbered } from "./naming.ts";
import { holds, keysOf, type Point, sameValue } from "./points.ts";
import type { AxisDescription, SweepDescription } from "./schema.ts";

/** The rounds of the study. */
const ROUNDS = 12;

/** An axis that is searched. */
export interface SearchedAxis {
  readonly keys: readonly string[];
  readonly distribution: Distribution;
  readonly where?: AxisDescription["where"] | undefined;
}

/** How a sweep is searched; its file's `search` with its axes. */
export interface Search {
  readonly method: "random" | "gaussian-process";
  /** Points of a round at each combination of the other axes. */
  readonly points: number;
  readonly rounds: number;
  readonly seed: number;
  /** A measure of `metrics.jsonl`; `null`: points are not compared. */
  readonly metric: string | null;
  readonly mode: "min" | "max";
  readonly axes: readonly SearchedAxis[];
  /** Of the runs' names; `null`: all other axes, the point's number and the seed. */
  readonly runName: string | null;
}

/** Whether a search draws the values of an axis. */
export function isSearched({ distribution }: AxisDescription): boolean {
  return distribution !== undefined && distribution.count === undefined;
}

/** The search of a sweep's file; `null`: it has none. */
export function searchOf({ search, axes, runName = undefined }: SweepDescription): Search | null {
  if (search === undefined) return null;
  const { method, points, rounds, seed, metric = null, mode = "min" } = search;
  const searched = axes.filter(isSearched).map((axis) => ({
    keys: keysOf(axis),
    distribution: axis.distribution as Distribution,
    ...(axis.where && { where: axis.where }),
  }));
  const common = { method, points, seed, metric, mode, axes: searched, runName: runName ?? null };
  return { ...common, rounds: method === "random" ? 1 : (rounds ?? ROUNDS) };
}

/** A point with values of the searched axes, in their order; those whose condition fails set nothing. */
export function searchedPoint(
  { axes }: Pick<Search, "axes">,
  group: Point,
  values: readonly unknown[],
): Point {
  const point: Record<string, unknown> = { ...group };
  for (const [i, { keys, where = {} }] of axes.entries()) {
    if (holds(where, point)) Object.assign(point, sameValue(keys, values[i]));
  }
  return point;
}

/** The values of the searched axes at a point, in their order. */
export function searchedValues({ axes }: Pick<Search, "axes">, point: Point): readonly unknown[] {
  return axes.map(({ keys }) => point[keys[0] as string]);
}

/** A point without the values of the searched axes: the combination of the others. */
export function groupOf({ axes }: Pick<Search, "axes">, point: Point): Point {
  const searched = new Set(axes.flatMap(({ keys }) => keys));
  return Object.fromEntries(Object.entries(point).filter(([key]) => !searched.has(key)));
}

/** The points of the first round at a combination of the other axes: the same values at each combination. */
export function firstPoints(search: Search, group: Point): readonly Point[] {
  return Array.from({ length: search.points }, (_, i) => {
    const stream = randomStream(search.seed, `search/${i}`);
    const values = search.axes.map(({ distribution }) => valueAt(distribution, stream.uniform()));
    return searchedPoint(search, group, values);
  });
}

/** A point of a round, by its place in it, from 0. */
export function numbered(
  { points, axes }: Pick<Search, "points" | "axes">,
  round: number,
  place: number,
): Numbered {
  const keys = new Set(axes.flatMap((axis) => axis.keys));
  return { round, number: (round - 1) * points + place + 1, keys };
}

/** The points at the least and at the largest values of all searched axes. */
export function cornerPoints(search: Search, group: Point): readonly Point[] {
  return [0, 1].map((u) =>
    searchedPoint(
      search,
      group,
      search.axes.map(({ distribution }) => valueAt(distribution, u)),
    ),
  );
}

/** What is wrong with a search and the axes, apart from the values of their keys. */
export function searchProblems({ search, halving, axes }: SweepDescription): Problem[] {
  const problem = (path: ConfigPath, text: string): Problem => ({ path, text });
  const searched = axes.flatMap((axis, i) => (isSearched(axis) ? [i] : []));
  if (search === undefined) {
    const text = "distribution must have a count, or the sweep a search";
    return searched.map((i) => problem(["axes", i], text));
  }
  const { method, rounds, metric, mode } = search;
  const bySearch = new Set(searched.flatMap((i) => keysOf(axes[i] as AxisDescription)));
  const isSequential = method === "gaussian-process";
  const conditions = axes.flatMap((axis, i) =>
    Object.keys(axis.where ?? {})
      .filter((key) => bySearch.has(key) && (isSequential || !isSearched(axis)))
      .map((key) => problem(["axes", i], `where: ${key} must be an axis that is not searched`)),
  );
  return [
    ...(searched.length === 0
      ? [problem(["search"], "must have an axis with a distribution that has no count")]
      : []),
    ...conditions,
    ...(isSequential && metric === undefined
      ? [problem(["search"], "must have a metric, by which the next points are chosen")]
      : []),
    ...((metric === undefined) !== (mode === undefined)
      ? [problem(["search"], `must have ${mode === undefined ? "a mode" : "a metric"} as well`)]
      : []),
    ...(!isSequential && rounds !== undefined
      ? [problem(["search", "rounds"], "must be left out of a random search; points has them all")]
      : []),
    ...(isSequential && halving !== undefined
      ? [problem(["halving"], "must be left out of a search by a gaussian-process")]
      : []),
  ];
}

/** What is wrong with a search for runs with these configs. */
export function searchedConfigProblems(
  { metric }: Search,
  configs: readonly Config[],
): readonly Problem[] {
  if (metric === null) return [];
  return unlikeEvaluations(metric, configs, "the last step").map((text) => ({
    path: ["search"],
    text,
  }));
}
