/** The numbers at the end of runs: a table, and charts over the points of a sweep. */
import { barPlot, type Series } from "../plots/index.ts";
import { type Band, bandOf, csvText, labelOf } from "../runs/index.ts";
import { isPerLayer, lineChart, sizeOfCharts } from "./chart.ts";
import { nameFrom } from "./html.ts";
import type { Chart, Part } from "./page.ts";
import { newestResults, resultName } from "./results.ts";
import { curveOf, measureNames } from "./series.ts";
import { pointLabel, type ReportedRun, type Subject } from "./subjects.ts";

/** Distinct values from which an axis is drawn as one. */
const AXIS_FROM = 3;
/** The greatest value over the least from which an axis is logarithmic. */
const LOG_FROM = 50;
/** Bars of a chart. */
const BARS = 40;
/** Measures of the records that charts show beside results of evaluations. */
const SHOWN = /^(modes|evaluate)\//;

/** The bands of one subject by measure. */
type Bands = ReadonlyMap<string, Band>;

/**
 * The last values of all measures that are not of single layers, over those runs of each subject that are
 * done with its greatest number of steps.
 */
export function outcomeParts(subjects: readonly Subject[]): readonly Part[] {
  const bands = subjects.map(bandsOf);
  const measures = [...new Set(bands.flatMap((one) => [...one.keys()]))];
  if (measures.length === 0) return [];
  const seeds = subjects.some(({ runs }) => runs.length > 1);
  const shown = measures.filter((measure) => SHOWN.test(measure) || !measure.includes("/"));
  const charts = subjects.length > 1 ? shown.map((one) => outcomeChart(one, subjects, bands)) : [];
  return [
    {
      kind: "prose",
      text: `Last values of the runs that are done${seeds ? ": mean ± standard deviation over seeds" : ""}.`,
    },
    {
      kind: "table",
      head: ["", "runs", ...measures],
      rows: subjects.map(({ label }, i) => [
        label,
        Math.max(0, ...[...(bands[i]?.values() ?? [])].map(({ runs }) => runs)),
        ...measures.map((measure) => bandText(bands[i]?.get(measure))),
      ]),
    },
    ...(charts.length === 0 ? [] : [{ kind: "charts" as const, charts }]),
  ];
}

function bandsOf({ runs }: Subject): Bands {
  const done = runs.filter(({ info }) => info.status === "done");
  const most = Math.max(...done.map(({ info }) => info.counters.gStep));
  const values = new Map<string, number[]>();
  for (const run of done.filter(({ info }) => info.counters.gStep === most)) {
    for (const [name, value] of lastValues(run)) {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  return new Map([...values].map(([name, xs]) => [name, bandOf(xs)]));
}

function lastValues({ records, evaluations }: ReportedRun): [string, number][] {
  const logged = measureNames([records])
    .filter((measure) => !isPerLayer(measure))
    .map((measure): [string, number] => [measure, curveOf(records, measure).y.at(-1) as number]);
  const results = newestResults(evaluations).map((record): [string, number] => [
    `${resultName(record)}, ${record.protocol.name} (${record.protocolHash.slice(0, 8)})`,
    record.value,
  ]);
  return [...logged, ...results];
}

function bandText(band: Band | undefined): string {
  if (band === undefined) return "–";
  const mean = digits(band.mean);
  return band.std === null ? mean : `${mean} ± ${Number(band.std.toPrecision(2))}`;
}

const digits = (value: number) => String(Number(value.toPrecision(4)));

function outcomeChart(
  measure: string,
  subjects: readonly Subject[],
  bands: readonly Bands[],
): Chart {
  const rows = subjects.flatMap(({ label, point }, i) => {
    const band = bands[i]?.get(measure);
    return band === undefined ? [] : [{ label, point, band }];
  });
  const title = `${measure} at the end`;
  const key = numericAxis(rows.map(({ point }) => point));
  if (key !== undefined) return overAxis(title, measure, key, rows as readonly PointBand[]);
  const shown = rows.slice(0, BARS);
  const of = (value: (band: Band) => number) => shown.map(({ band }) => value(band));
  return {
    name: nameFrom(title),
    alt: `${title}: ${shown.map(({ label, band }) => `${label} ${digits(band.mean)}`).join("; ")}`,
    drawing: barPlot(
      {
        title,
        x: { label: measure },
        names: shown.map(({ label }) => label),
        values: of(({ mean }) => mean),
        range: { low: of(({ least }) => least), high: of(({ most }) => most) },
      },
      { width: sizeOfCharts.outer },
    ),
    csv: csvText([
      ["", "runs", "mean", "std", "least", "greatest"],
      ...rows.map(({ label, band: { runs, mean, std, least, most } }) => [
        ...[label, runs, mean, std, least, most],
      ]),
    ]),
  };
}

interface PointBand {
  readonly point: NonNullable<Subject["point"]>;
  readonly band: Band;
}

/** The axis of a sweep with the most numbers. */
function numericAxis(points: readonly Subject["point"][]): string | undefined {
  const known = points.flatMap((point) => (point === undefined ? [] : [point]));
  if (known.length < points.length) return undefined;
  const counts = [...new Set(known.flatMap((point) => Object.keys(point)))]
    .map((key) => ({ key, values: known.flatMap((point) => (key in point ? [point[key]] : [])) }))
    .filter(({ values }) => values.every((value) => typeof value === "number"))
    .map(({ key, values }) => ({ key, count: new Set(values).size }))
    .filter(({ count }) => count >= AXIS_FROM);
  return counts.sort((a, b) => b.count - a.count)[0]?.key;
}

/** A curve for all points that differ only in the axis; one that does not have it is the same all along. */
function overAxis(title: string, measure: string, key: string, rows: readonly PointBand[]): Chart {
  const at = ({ point }: PointBand) => point[key] as number;
  const places = rows.filter(({ point }) => key in point).map(at);
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const groups = new Map<string, PointBand[]>();
  for (const row of rows) {
    const { [key]: _, ...others } = row.point;
    const name = pointLabel(others) || measure;
    const members = groups.get(name) ?? [];
    groups.set(name, members);
    if (key in row.point) members.push(row);
    else members.push(...[least, most].map((x) => ({ ...row, point: { ...row.point, [key]: x } })));
  }
  const series = [...groups].map(([name, members]): Series => {
    const sorted = members.sort((a, b) => at(a) - at(b));
    const of = (value: (band: Band) => number) => sorted.map(({ band }) => value(band));
    return {
      name,
      x: sorted.map(at),
      y: of(({ mean }) => mean),
      band: { low: of(({ least: low }) => low), high: of(({ most: high }) => high) },
      marks: "both",
    };
  });
  const scale = least > 0 && most / least > LOG_FROM ? "log" : "linear";
  return lineChart({ title, x: { label: labelOf(key), scale }, y: { label: measure }, series });
}
