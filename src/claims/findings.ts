/** Pieces of findings that several claims share. */

import { type Chart, intervalChart, lineChart } from "../report/page/index.ts";
import { medianOf } from "../statistics/index.ts";
import { formatMeasured } from "../text.ts";
import type { ClaimTable, Figure, TrialRun } from "./claim.ts";
import { fidOf } from "./measured.ts";

/** A number over the seeds of one setting. */
export interface Score {
  /** `SN, F` */
  readonly name: string;
  readonly point: TrialRun["point"];
  /** By seed; infinite for runs that failed. */
  readonly bySeed: ReadonlyMap<number, number>;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The Fréchet distance of every setting, by the runs' points. */
export function fidScores(runs: readonly TrialRun[]): Promise<readonly Score[]> {
  return scoresBy(runs, fidOf);
}

/** A number of every run, gathered by settings, in the order of the runs. */
export async function scoresBy(
  runs: readonly TrialRun[],
  measure: (run: TrialRun) => Promise<number>,
): Promise<readonly Score[]> {
  const groups = new Map<
    string,
    { readonly point: TrialRun["point"]; readonly bySeed: Map<number, number> }
  >();
  for (const run of runs) {
    const name = Object.values(run.point).join(", ");
    const group = groups.get(name) ?? { point: run.point, bySeed: new Map() };
    groups.set(name, group);
    group.bySeed.set(run.seed, await measure(run));
  }
  return [...groups.values()].map(({ point, bySeed }) => scoreOf(point, [...bySeed]));
}

/** A score of numbers by seed. */
export function scoreOf(
  point: TrialRun["point"],
  values: readonly (readonly [seed: number, value: number])[],
): Score {
  const numbers = values.map(([, value]) => value);
  return {
    name: Object.values(point).join(", "),
    point,
    bySeed: new Map(values),
    median: medianOf(numbers),
    least: Math.min(...numbers),
    most: Math.max(...numbers),
  };
}

/** The scores that meet a condition on their points. */
export function where(scores: readonly Score[], point: TrialRun["point"]): readonly Score[] {
  return scores.filter((score) =>
    Object.entries(point).every(([key, value]) => score.point[key] === value),
  );
}

/** The score with the least median. */
export function bestOf(scores: readonly Score[]): Score {
  return scores.reduce((a, b) => (b.median < a.median ? b : a));
}

/** Scores as a table. */
export function scoreTable(title: string, value: string, scores: readonly Score[]): ClaimTable {
  const keys = Object.keys(scores[0]?.point ?? {});
  return {
    title,
    head: [...keys, `${value}, median`, "least", "greatest", "seeds"],
    rows: scores.map(({ point, median, least, most, bySeed }) => [
      ...keys.map((key) => String(point[key] ?? "")),
      ...[median, least, most].map(measuredText),
      bySeed.size,
    ]),
  };
}

/** Medians over what is varied, a curve for each method with its least and greatest value, on a logarithmic axis. */
export function scoreCurves(
  { title, x, y }: { readonly title: string; readonly x: string; readonly y: string },
  scores: readonly Score[],
  /** The key of the points that is varied, and that of the methods. */
  keys: { readonly x: string; readonly method: string },
): Chart {
  const methods = [...new Set(scores.map(({ point }) => String(point[keys.method] ?? "")))];
  return lineChart({
    title,
    x: { label: x, scale: "log" },
    y: { label: y, scale: "log" },
    series: methods.map((name) => {
      const own = scores
        .filter(({ point }) => String(point[keys.method] ?? "") === name)
        .sort((a, b) => Number(a.point[keys.x]) - Number(b.point[keys.x]));
      return {
        name,
        x: own.map(({ point }) => Number(point[keys.x])),
        y: own.map(({ median }) => median),
        band: { low: own.map(({ least }) => least), high: own.map(({ most }) => most) },
      };
    }),
  });
}

/** A figure with a part for each of some things. */
export function figureOf<T>(
  [first, ...others]: readonly [T, ...T[]],
  chart: (thing: T, place: number) => Chart,
): Figure {
  return [chart(first, 0), ...others.map((thing, i) => chart(thing, i + 1))];
}

/** Medians of scores from the least to the greatest, a point for each seed, each method in its color. */
export function scoreChart(title: string, label: string, scores: readonly Score[]): Chart {
  const methods = scores.map(({ point, name }) => String(point.method ?? name));
  const distinct = [...new Set(methods)];
  const isTold = distinct.length === scores.length;
  return intervalChart({
    title,
    x: { label, scale: "log" },
    rows: scores.map(({ name, median, least, most, bySeed }, i) => ({
      name: isTold ? methods[i]! : name,
      ...{ median, low: least, high: most },
      values: [...bySeed.values()],
      place: distinct.indexOf(methods[i]!),
    })),
  });
}

/** A measured number as text; `failed` for the infinite score of a run that failed. */
export function measuredText(value: number): string {
  return Number.isFinite(value) ? formatMeasured(value) : "failed";
}
