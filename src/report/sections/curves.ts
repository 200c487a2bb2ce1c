/** The measures of a run's or several runs' records as charts. */
import type { LinePlot, Series } from "../../plots/index.ts";
import { countOf } from "../../text.ts";
import { type Chart, lineChart, type Part, plotCsv } from "../page/index.ts";
import type { Subject } from "../subjects.ts";
import { groupInfo, groupOf } from "./measure-groups.ts";
import { type Curve, curveOf, meanCurve, measureNames } from "./series.ts";

/** Values of a curve that are drawn. */
const DRAWN = 400;
/** Values of a CSV file within the page, all curves of a chart together. */
const KEPT = 20_000;
/** The greatest value over the least from which an axis is logarithmic. */
const LOG_FROM = 50;
/** Curves that can be told apart. */
const MOST_CURVES = 24;

/** The charts of one subject, or those of several: the main ones, and the others by groups, folded away. */
export function curveParts(subjects: readonly Subject[]): readonly Part[] {
  const all = curveGroups(subjects);
  if (all.length === 0) return [];
  const isFirst = ({ name }: CurveGroup) => subjects.length === 1 || groupInfo(name).first;
  const charts = all.filter(isFirst).flatMap((group) => group.charts);
  const bands = subjects.some(({ runs }) => runs.length > 1);
  const notes = [
    bands && "Lines are means over seeds; bands go from the least to the greatest value.",
    subjects.length > MOST_CURVES &&
      `Curves of the first ${MOST_CURVES} of ${subjects.length} points.`,
  ].filter((note) => note !== false);
  return [
    ...notes.map((text): Part => ({ kind: "prose", text })),
    ...(charts.length === 0 ? [] : [{ kind: "charts" as const, charts }]),
    ...all
      .filter((group) => !isFirst(group))
      .map(
        (group): Part => ({
          kind: "fold",
          summary: `${titleOf(group.name)}: ${countOf(group.charts.length, "chart")}`,
          parts: [{ kind: "charts", charts: group.charts }],
        }),
      ),
  ];
}

/** Charts of the measures whose names begin alike. */
export interface CurveGroup {
  /** The first part of their names. */
  readonly name: string;
  readonly charts: readonly Chart[];
}

/**
 * One subject's measures by the first part of their names, a curve a measure; or of several subjects each
 * measure by itself, a curve a subject, which has one color in all of them.
 */
export function curveGroups(all: readonly Subject[]): readonly CurveGroup[] {
  const subjects = all.slice(0, MOST_CURVES);
  const measures = measureNames(subjects.flatMap(({ runs }) => runs.map((run) => run.records)));
  const of = ({ runs }: Subject, measure: string) =>
    meanCurve(runs.map(({ records }) => curveOf(records, measure)));
  const [only] = subjects;
  const one = subjects.length === 1 ? only : undefined;
  return [...new Set(measures.map(groupOf))].map((name) => {
    const members = measures.filter((measure) => groupOf(measure) === name);
    if (one === undefined) {
      const charts = members.map((measure) => {
        const curves = subjects.map((subject, place) => ({
          ...{ name: subject.label, curve: of(subject, measure), place },
        }));
        return curveChart(measure, name, curves);
      });
      return { name, charts };
    }
    const curves = members.map((measure) => ({ name: measure, curve: of(one, measure) }));
    const charts = groupInfo(name).apart
      ? curves.map((curve) => curveChart(curve.name, name, [curve]))
      : chunks(curves, MOST_CURVES).map((some) => curveChart(titleOf(name), name, some));
    return { name, charts };
  });
}

const titleOf = (group: string) => groupInfo(group).title;

interface NamedCurve extends Pick<Series, "name" | "place"> {
  readonly curve: Curve;
}

function curveChart(title: string, group: string, curves: readonly NamedCurve[]): Chart {
  const full = plotOf(title, group, curves);
  const values = full.series.reduce((sum, { x }) => sum + x.length, 0);
  const every = Math.ceil(values / KEPT);
  const csv = plotCsv(every === 1 ? full : { ...full, series: full.series.map(thinned(every)) });
  const per = Math.ceil(Math.max(...full.series.map(({ x }) => x.length)) / DRAWN);
  const drawn = {
    ...full,
    // of several runs one may be the only one that has the measure; it is named all the same
    legend: curves.length > 1,
    x: { label: "generator steps" },
    series: full.series
      .filter(({ x }) => x.length > 0)
      .map((series) => ({
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
  curves: readonly NamedCurve[],
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
      label: groupInfo(group).unit,
      scale: least > 0 && most / least > LOG_FROM ? "log" : "linear",
    },
    series: curves.map(({ curve, ...series }) => ({ ...series, ...curve })),
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
