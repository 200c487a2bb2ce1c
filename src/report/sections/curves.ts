/** The measures of a run's or several runs' records as charts. */
import type { LinePlot, Series } from "../../plots/index.ts";
import { type Chart, lineChart, plotCsv } from "../page/index.ts";
import type { Subject } from "../subjects.ts";
import { type Curve, curveOf, meanCurve, measureNames } from "./series.ts";

/** What the first part of a measure's name stands for. */
const groups: Readonly<
  Record<string, { readonly title: string; readonly unit: string; readonly apart?: boolean }>
> = {
  loss: { title: "losses", unit: "loss" },
  output: { title: "outputs of the discriminator", unit: "mean output" },
  sigma: { title: "σ of each layer", unit: "σ" },
  distance: { title: "distance of samples from real images", unit: "distance", apart: true },
  diversity: { title: "diversity", unit: "" },
  gradNorm: { title: "gradient norm of each layer", unit: "norm" },
  modes: { title: "modes", unit: "", apart: true },
  evaluate: { title: "evaluations", unit: "", apart: true },
};
/** Values of a curve that are drawn. */
const DRAWN = 400;
/** Values of a CSV file within the page, all curves of a chart together. */
const KEPT = 20_000;
/** The greatest value over the least from which an axis is logarithmic. */
const LOG_FROM = 50;
/** Curves that can be told apart. */
export const MOST_CURVES = 24;

/**
 * One subject's measures by the first part of their names, a curve a measure; or of several subjects each
 * measure by itself, a curve a subject.
 */
export function curveCharts(all: readonly Subject[]): readonly Chart[] {
  const subjects = all.slice(0, MOST_CURVES);
  const measures = measureNames(subjects.flatMap(({ runs }) => runs.map((run) => run.records)));
  const of = ({ runs }: Subject, measure: string) =>
    meanCurve(runs.map(({ records }) => curveOf(records, measure)));
  const [only] = subjects;
  if (subjects.length === 1 && only !== undefined) {
    const names = [...new Set(measures.map(groupOf))];
    return names.flatMap((group) => {
      const members = measures.filter((measure) => groupOf(measure) === group);
      const curves = members.map((measure) => ({ name: measure, curve: of(only, measure) }));
      if (groups[group]?.apart) return curves.map((one) => curveChart(one.name, group, [one]));
      return chunks(curves, MOST_CURVES).map((some) => curveChart(titleOf(group), group, some));
    });
  }
  const sorted = [...measures].sort((a, b) => order(a, measures) - order(b, measures));
  return sorted.map((measure) =>
    curveChart(
      measure,
      groupOf(measure),
      subjects.map((subject) => ({ name: subject.label, curve: of(subject, measure) })),
    ),
  );
}

const groupOf = (measure: string) => measure.split("/")[0] as string;
const titleOf = (group: string) => groups[group]?.title ?? group;
/** Measures of a group stand together. */
const order = (measure: string, all: readonly string[]) =>
  all.findIndex((one) => groupOf(one) === groupOf(measure)) * all.length + all.indexOf(measure);

function curveChart(
  title: string,
  group: string,
  curves: readonly { readonly name: string; readonly curve: Curve }[],
): Chart {
  const full = plotOf(title, group, curves);
  const values = full.series.reduce((sum, { x }) => sum + x.length, 0);
  const every = Math.ceil(values / KEPT);
  const csv = plotCsv(every === 1 ? full : { ...full, series: full.series.map(thinned(every)) });
  const per = Math.ceil(Math.max(...full.series.map(({ x }) => x.length)) / DRAWN);
  const drawn = {
    ...full,
    x: { label: "generator steps" },
    series: full.series.map((series) => ({
      ...condensed(series, per),
      name: series.name.replace(`${group}/`, ""),
    })),
  };
  const name = title === titleOf(group) ? group : title;
  const notes = [
    per > 1 && `Lines are means of ${per} records, bands their least and greatest.`,
    every > 1 && `The CSV has every ${ordinal(every)} record.`,
  ].filter((note) => note !== false);
  const caption = notes.join(" ") || undefined;
  return lineChart(drawn, { name, csv, ...(caption !== undefined && { caption }) });
}

function plotOf(
  title: string,
  group: string,
  curves: readonly { readonly name: string; readonly curve: Curve }[],
): LinePlot & { readonly title: string } {
  const all = curves
    .flatMap(({ curve: { y, band } }) => [...y, ...(band?.low ?? []), ...(band?.high ?? [])])
    .filter(Number.isFinite);
  const least = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return {
    title,
    x: { label: "gStep" },
    y: {
      label: groups[group]?.unit ?? group,
      scale: least > 0 && most / least > LOG_FROM ? "log" : "linear",
    },
    series: curves.map(({ name, curve }) => ({ name, ...curve })),
  };
}

/** Every n-th value of a curve, and its last. */
function thinned(every: number): (series: Series) => Series {
  return (series) => picked(series, (i) => i % every === 0 || i === series.x.length - 1);
}

/**
 * Of each n values of a curve their mean, with a band from the least to the greatest, so that no spike is
 * lost; at the place of the last. What is not finite is left out.
 */
function condensed(series: Series, n: number): Series {
  if (n <= 1) return series;
  const x = Array.from(series.x);
  const y = Array.from(series.y);
  const starts = Array.from({ length: Math.ceil(x.length / n) }, (_, i) => i * n);
  const each = (list: readonly number[], of: (finite: readonly number[]) => number) =>
    starts.map((start) => of(list.slice(start, start + n).filter(Number.isFinite)));
  return {
    ...series,
    x: starts.map((start) => x[Math.min(start + n, x.length) - 1] as number),
    y: each(y, meanOf),
    band: {
      low: each(series.band ? Array.from(series.band.low) : y, (finite) => Math.min(...finite)),
      high: each(series.band ? Array.from(series.band.high) : y, (finite) => Math.max(...finite)),
    },
    marks: "line",
  };
}

/** `NaN` of no numbers. */
const meanOf = (list: readonly number[]) =>
  list.reduce((sum, value) => sum + value, 0) / list.length;

function picked(series: Series, keep: (i: number) => boolean): Series {
  const some = (list: Series["x"]) => Array.from(list).filter((_, i) => keep(i));
  const { band } = series;
  return {
    ...series,
    x: some(series.x),
    y: some(series.y),
    ...(band && { band: { low: some(band.low), high: some(band.high) } }),
  };
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

const ordinal = (n: number) =>
  `${n}${["th", "st", "nd", "rd"][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? "th"}`;
