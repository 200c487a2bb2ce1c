/** Pieces of findings that several claims share. */

import { barChart, type Chart, lineChart } from "../report/page/index.ts";
import { bandOf } from "../runs/experiments/index.ts";
import { formatMeasured } from "../text.ts";
import type { ClaimTable, Figure, TrialRun } from "./claim.ts";
import { fidOf } from "./measured.ts";

/** A number over the seeds of one setting. */
export interface Score {
  /** `sn, F` */
  readonly name: string;
  readonly point: TrialRun["point"];
  /** One a seed; infinite for those that failed. */
  readonly values: readonly number[];
  readonly mean: number;
  /** Sample standard deviation; 0 of one seed. */
  readonly std: number;
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
    { readonly point: TrialRun["point"]; readonly values: number[] }
  >();
  for (const run of runs) {
    const name = Object.values(run.point).join(", ");
    const group = groups.get(name) ?? { point: run.point, values: [] };
    groups.set(name, group);
    group.values.push(await measure(run));
  }
  return [...groups].map(([name, { point, values }]) => {
    const { mean, std } = bandOf(values);
    return { name, point, values, mean, std: std ?? 0 };
  });
}

/** The scores that meet a condition on their points. */
export function where(scores: readonly Score[], point: TrialRun["point"]): readonly Score[] {
  return scores.filter((score) =>
    Object.entries(point).every(([key, value]) => score.point[key] === value),
  );
}

/** The mean of some scores' means. */
export function meanOf(scores: readonly Score[]): number {
  return scores.reduce((sum, { mean }) => sum + mean, 0) / scores.length;
}

/** Scores as a table. */
export function scoreTable(title: string, value: string, scores: readonly Score[]): ClaimTable {
  const keys = Object.keys(scores[0]?.point ?? {});
  return {
    title,
    head: [...keys, value, "deviation", "seeds"],
    rows: scores.map(({ point, mean, std, values }) => [
      ...keys.map((key) => String(point[key] ?? "")),
      measuredText(mean),
      values.length > 1 ? measuredText(std) : "–",
      values.length,
    ]),
  };
}

/** Fréchet distances of several methods over what is varied, on a logarithmic axis. */
export function fidCurves(
  { title, label }: { readonly title: string; readonly label: string },
  xs: readonly number[],
  methods: readonly string[],
  at: (method: string, x: number) => number,
): Chart {
  return lineChart({
    title,
    x: { label, scale: "log" },
    y: { label: "Fréchet distance" },
    series: methods.map((name) => ({ name, x: xs, y: xs.map((x) => at(name, x)) })),
  });
}

/** A figure with a part for each of some things. */
export function figureOf<T>(
  [first, ...others]: readonly [T, ...T[]],
  chart: (thing: T, place: number) => Chart,
): Figure {
  return [chart(first, 0), ...others.map((thing, i) => chart(thing, i + 1))];
}

/** Scores as bars, each method in its color, with lines from the least to the greatest of several seeds. */
export function scoreChart(title: string, label: string, scores: readonly Score[]): Chart {
  const methods = scores.map(({ point, name }) => point.method ?? name);
  const distinct = [...new Set(methods)];
  return barChart({
    title,
    x: { label },
    names: scores.map(({ name }) => name),
    values: scores.map(({ mean }) => mean),
    range: {
      low: scores.map(({ values }) => Math.min(...values)),
      high: scores.map(({ values }) => Math.max(...values)),
    },
    places: methods.map((method) => distinct.indexOf(method)),
  });
}

/** A measured number as text; `failed` for the infinite score of a run that failed. */
export function measuredText(value: number): string {
  return Number.isFinite(value) ? formatMeasured(value) : "failed";
}
