/** From a sweep's file to the complete config of every run. */
import { existsSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, resolve } from "node:path";
import type { Config, Problem } from "../../config/index.ts";
import { expectSeeds, loadConfig, RUN_NAME, RUN_NAME_RULE } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { nearest } from "../../suggest.ts";
import { refusal, type SweepFile } from "./describe.ts";
import type { ExpandedRun, ExpandedSweep } from "./expanded.ts";
import { type Halving, halvingProblems, rungsOf } from "./halving.ts";
import { labelOf, type Numbered, POINT, placeholders, runNameOf } from "./naming.ts";
import { keysOf, MOST_RUNS, type Point, pointsOf, stepCount } from "./points.ts";
import {
  cornerPoints,
  firstPoints,
  isSearched,
  numbered,
  type Search,
  searchedConfigProblems,
  searchOf,
  searchProblems,
} from "./search.ts";

/** Keys that a sweep sets itself, and what sets them. */
const OWN = { seed: "seeds", name: "runName" } as const;
/** Problems that are listed at most. */
const MOST_PROBLEMS = 10;
/** Points whose problems are collected: a wrong value of one axis affects every point that has it. */
const MOST_WRONG_POINTS = 30;
/** Most keys that a sweep sets; a config has about two hundred, and each is laid over those before. */
const MOST_KEYS = 500;

/**
 * Expands a sweep. Later settings win: the base, the file's `set`, the options, the axes.
 *
 * @param set options `path=value` for all runs.
 * @param seeds how many seeds, instead of the file's.
 * @throws EvenkeelError `CONFIG` that lists the problems, each with the axis it comes from; for more than
 *   {@link MOST_RUNS} runs.
 */
export async function expandSweep(
  file: SweepFile,
  set: readonly string[] = [],
  seeds?: number,
): Promise<ExpandedSweep> {
  const { description, path } = file;
  const wrong = [
    ...[...keyProblems(file), ...axisProblems(file, set), ...nameProblems(file)],
    ...searchProblems(description),
  ];
  if (wrong.length > 0) throw refusal(path, wrong, file);
  const search = searchOf(description);
  const grid = pointsOf(description.axes.filter((axis) => !isSearched(axis)));
  if (grid === undefined || grid.length * perPoint(search) > MOST_RUNS) {
    throw refusal(path, [tooManyRuns(file, search)], file);
  }
  const points = search === null ? grid : grid.flatMap((group) => firstPoints(search, group));
  const corners = search === null ? [] : grid.flatMap((group) => cornerPoints(search, group));
  const shared = [...Object.entries(description.set), ...set];
  const start = baseOf(path, description.base);
  const configs: Config[] = [];
  const problems = new Map<string, Problem>();
  let wrongPoints = 0;
  for (const point of [...points, ...corners]) {
    try {
      configs.push(await loadConfig(start, [...shared, ...Object.entries(point)]));
    } catch (error) {
      if (!(error instanceof EvenkeelError) || error.code !== "CONFIG") throw error;
      const found = blamed(error, file, point, set);
      // that a base cannot be read is not the problem of a key
      if (found.length === 0) throw error;
      for (const problem of found) {
        problems.set(`${problem.path}${problem.text}`, problem);
      }
      if (problems.size >= MOST_PROBLEMS || ++wrongPoints >= MOST_WRONG_POINTS) break;
    }
  }
  if (problems.size > 0) throw refusal(path, [...problems.values()], file);
  const members = points.map((point, i) => ({
    point,
    config: configs[i]!,
    ...(search && { searched: numbered(search, 1, i % search.points) }),
  }));
  const runs = runsOfPoints(members, seeds ?? description.seeds, description.runName);
  const names = runs.map(({ name }) => name);
  const clash = namesProblem(names, description.runName);
  if (clash !== undefined) throw refusal(path, [{ path: ["runName"], text: clash }], file);
  const halving = halvingOf(file, configs);
  const unlike = search === null ? [] : searchedConfigProblems(search, configs);
  if (unlike.length > 0) throw refusal(path, unlike, file);
  return { name: description.name ?? (safeName(path) || "sweep"), runs, halving, search };
}

/** How many points of all rounds together there are for each point of the grid. */
function perPoint(search: Search | null): number {
  return search === null ? 1 : search.points * search.rounds;
}

function halvingOf(file: SweepFile, configs: readonly Config[]): Halving | null {
  const { halving } = file.description;
  if (halving === undefined) return null;
  const problems = halvingProblems(halving, configs);
  if (problems.length > 0) throw refusal(file.path, problems, file);
  const { metric, mode, keep, first } = halving;
  return { metric, mode, keep, rungs: rungsOf(first, keep, configs[0]?.steps ?? first) };
}

type ListedProblem = { readonly path: string; readonly text: string };

/** A config's problems, each at the axis or setting that caused it. */
function blamed(
  { details }: EvenkeelError,
  { description }: SweepFile,
  point: Point,
  set: readonly string[],
): Problem[] {
  const problems = (details.problems ?? []) as readonly ListedProblem[];
  return problems.map(({ path, text }) => {
    const meets = (key: string) => `${path}.`.startsWith(`${key}.`) || key.startsWith(`${path}.`);
    const axis = description.axes.findLastIndex((one) =>
      keysOf(one).some((key) => Object.hasOwn(point, key) && meets(key)),
    );
    if (axis >= 0) return { path: ["axes", axis], text: `${path}: ${text}` };
    const option = set.find((one) => path === "" || meets(one.split("=")[0] as string));
    if (option !== undefined) {
      return { path: [], text: path === "" ? text : `${path}: ${text}`, source: `--set ${option}` };
    }
    const key = Object.keys(description.set).find(meets);
    return key === undefined
      ? { path: ["base"], text: `${path}: ${text}` }
      : { path: ["set", key], text: path === key ? text : `${path}: ${text}` };
  });
}

/** Too many keys, which take long to lay over each other. */
function keyProblems({ description: { set, axes } }: SweepFile): Problem[] {
  const problem = (path: string, count: number) =>
    count > MOST_KEYS
      ? [{ path: [path], text: `must have at most ${MOST_KEYS} keys, got ${count}` }]
      : [];
  const axisKeys = axes.reduce((sum, axis) => sum + keysOf(axis).length, 0);
  return [...problem("set", Object.keys(set).length), ...problem("axes", axisKeys)];
}

function tooManyRuns({ description: { axes } }: SweepFile, search: Search | null): Problem {
  const product = axes
    .filter((axis) => !isSearched(axis))
    .reduce((count, axis) => count * stepCount(axis), perPoint(search));
  const upTo = axes.some(({ where }) => where !== undefined) ? "up to " : "";
  const text = `must stand for at most ${MOST_RUNS} runs, got ${upTo}${product}; leave values out`;
  return { path: ["axes"], text };
}

/** What is wrong with the axes, apart from the values of their keys. */
function axisProblems({ description }: SweepFile, set: readonly string[]): Problem[] {
  const fixed = new Set(set.map((option) => option.split("=")[0]?.trim()));
  const before: string[] = [];
  return description.axes.flatMap((axis, i) => {
    const at = (text: string): Problem => ({ path: ["axes", i], text });
    const keys = keysOf(axis);
    const problems = [
      ...keys
        .filter((key) => Object.hasOwn(OWN, key))
        .map((key) => at(`${key} cannot be an axis; use ${OWN[key as keyof typeof OWN]}`)),
      ...keys.filter((key) => before.includes(key)).map((key) => at(`${key} is an axis already`)),
      ...keys
        .filter((key) => fixed.has(key))
        .map((key) => at(`${key} is an axis; leave out --set ${key}`)),
      ...Object.keys(axis.where ?? {})
        .filter((key) => !before.includes(key))
        .map((key) => at(`where: ${key} must be a key of an earlier axis; ${meant(key, before)}`)),
    ];
    before.push(...keys);
    return problems;
  });
}

function nameProblems({ description: { runName = "", axes, search } }: SweepFile): Problem[] {
  const keys = axes.flatMap(keysOf);
  const known = ["seed", ...(search ? [POINT] : []), ...keys, ...keys.map(labelOf)];
  return placeholders(runName)
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: ["runName"], text: `{${name}} is no axis; ${meant(name, known)}` }));
}

function namesProblem(names: readonly string[], pattern: string | undefined): string | undefined {
  const wrong = names.find((name) => !RUN_NAME.test(name));
  if (wrong !== undefined) return `${RUN_NAME_RULE}, got ${JSON.stringify(wrong)}`;
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice === undefined) return undefined;
  const way = pattern === undefined ? "give a runName" : "name every axis and {seed} in it";
  return `every run needs a name of its own, got ${twice} twice; ${way}`;
}

function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `did you mean ${near}?`;
  return `known here: ${[...new Set(known)].join(", ") || "none"}`;
}

/** A point with its config; `searched` of one that a search has drawn. */
export type PlannedPoint = Omit<ExpandedRun, "name" | "searched"> & {
  readonly searched?: Numbered;
};

/**
 * All points with the first seed, then with the second, …
 *
 * @param seeds the seeds, or how many from the first config's on.
 * @param pattern of the runs' names; default: what differs, and the seed.
 * @throws EvenkeelError `CONFIG` for more than {@link MOST_RUNS}.
 */
export function runsOfPoints(
  points: readonly PlannedPoint[],
  seeds: number | readonly number[],
  pattern?: string,
): readonly ExpandedRun[] {
  const count = points.length * (typeof seeds === "number" ? seeds : seeds.length);
  if (count > MOST_RUNS) {
    throw new EvenkeelError("CONFIG", `there must be at most ${MOST_RUNS} runs, got ${count}`, {
      advice: `The seeds multiply ${points.length} points: give fewer of them.`,
    });
  }
  const first = points[0]?.config.seed ?? 0;
  expectSeeds(first, typeof seeds === "number" ? seeds : 1);
  const all =
    typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => first + i) : seeds;
  return all.flatMap((seed) =>
    points.map(({ point, config, searched }) => {
      const name = runNameOf(point, seed, pattern, searched);
      const { round, number } = searched ?? {};
      return {
        ...{ name, point, config: { ...config, seed, name } },
        ...(round !== undefined && number !== undefined && { searched: { round, number } }),
      };
    }),
  );
}

/** A config file's path is relative to the sweep's file. */
function baseOf(file: string, base: string): string {
  const path = resolve(dirname(file), base);
  return isAbsolute(base) || !existsSync(path) ? base : path;
}

function safeName(file: string): string {
  return basename(file, extname(file))
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 100);
}
