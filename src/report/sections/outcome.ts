/** The numbers at the end of runs: a table, and charts over the points of a sweep. */

import { csvText } from "../../files/index.ts";
import type { Series } from "../../plots/index.ts";
import { type Band, bandOf } from "../../runs/experiments/index.ts";
import { labelOf, pointText } from "../../sweeps/plan/index.ts";
import { formatNumber } from "../../text.ts";
import { barChart, type Chart, lineChart, type Part } from "../page/index.ts";
import type { ReportedRun, Subject } from "../subjects.ts";
import { type ComparedRow, comparisonTable } from "./comparison.ts";
import { newestResults, resultName } from "./results.ts";
import { curveOf, isPerLayer, measureNames } from "./series.ts";

/** Distinct values from which an axis is drawn as one. */
const AXIS_FROM = 3;
/** The greatest value over the least from which an axis is logarithmic. */
const LOG_FROM = 50;
/** Bars of a chart. */
const BARS = 40;
/** Measures of the records that charts show beside results of evaluations. */
const SHOWN = /^(modes|evaluate)\//;

/** The end of one subject's runs. */
interface End {
  /** Generator steps; `null` where no run is done. */
  readonly step: number | null;
  /** Those runs that are done with these steps. */
  readonly runs: number;
  readonly bands: ReadonlyMap<string, Band>;
}

/**
 * The last values of all measures that are not of single layers, over those runs of each subject that are
 * done with its greatest number of steps, folded away. Charts have the subjects with the greatest number of
 * all, where there are several, each in its color.
 */
export function outcomeParts(subjects: readonly Subject[]): readonly Part[] {
  const ends = subjects.map(endOf);
  const measures = [...new Set(ends.flatMap(({ bands }) => [...bands.keys()]))];
  if (measures.length === 0) return [];
  const most = Math.max(...ends.map(({ step }) => step ?? 0));
  const ended = subjects.flatMap((subject, place) => {
    const end = ends[place] as End;
    return end.step === null ? [] : [{ ...subject, ...end, place }];
  });
  const rows = ended.filter(({ step }) => step === most);
  const shown = measures.filter((measure) => SHOWN.test(measure) || !measure.includes("/"));
  const charts = shown.flatMap((measure) => outcomeChart(measure, rows) ?? []);
  const several = subjects.some(({ runs }) => runs.length > 1);
  const text = `Last values of the runs that are done${several ? ": mean ± standard deviation over seeds" : ""}`;
  const table = comparisonTable(
    { measures: "", things: "" },
    ended.map(({ label }) => label),
    [
      ["step", ...ended.map(({ step }) => step ?? 0)],
      ["runs", ...ended.map(({ runs }) => runs)],
      ...measures.map(
        (measure): ComparedRow => [
          measure,
          ...ended.map(({ bands }) => bandText(bands.get(measure))),
        ],
      ),
    ],
  );
  return [
    ...(charts.length === 0 ? [] : [{ kind: "charts" as const, charts }]),
    { kind: "fold", summary: text, parts: [table] },
  ];
}

function endOf({ runs }: Subject): End {
  const done = runs.filter(({ info }) => info.status === "done");
  if (done.length === 0) return { step: null, runs: 0, bands: new Map() };
  const step = Math.max(...done.map(({ info }) => info.counters.gStep));
  const last = done.filter(({ info }) => info.counters.gStep === step);
  const values = new Map<string, number[]>();
  for (const [name, value] of last.flatMap(lastValues)) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const bands = new Map([...values].map(([name, xs]) => [name, bandOf(xs)]));
  return { step, runs: last.length, bands };
}

function lastValues({ records, evaluations, info }: ReportedRun): [string, number][] {
  const logged = measureNames([records])
    .filter((measure) => !isPerLayer(measure))
    .map((measure): [string, number] => [measure, curveOf(records, measure).y.at(-1) as number]);
  const results = newestResults(evaluations)
    .filter(({ gStep }) => gStep === info.counters.gStep)
    .map((record): [string, number] => [
      `${resultName(record)}, ${record.protocol.name} (${record.protocolHash.slice(0, 8)})`,
      record.value,
    ]);
  return [...logged, ...results];
}

function bandText(band: Band | undefined): string {
  if (band === undefined) return "–";
  const mean = formatNumber(band.mean);
  return band.std === null ? mean : `${mean} ± ${formatNumber(band.std, 2)}`;
}

/** A subject that is done, and its place in the page's legends. */
type EndedSubject = Omit<Subject, "runs"> & Pick<End, "bands"> & { readonly place: number };

/** A measure of all subjects that have it; none where only one has. */
function outcomeChart(measure: string, subjects: readonly EndedSubject[]): Chart | undefined {
  const rows = subjects.flatMap(({ bands, ...subject }) => {
    const band = bands.get(measure);
    return band === undefined ? [] : [{ ...subject, band }];
  });
  if (rows.length < 2) return undefined;
  const title = `${measure} at the end`;
  const key = numericAxis(rows.map(({ point }) => point));
  if (key !== undefined) return overAxis(title, measure, key, rows as readonly PointBand[]);
  const bars = rows.slice(0, BARS);
  const of = (value: (band: Band) => number) => bars.map(({ band }) => value(band));
  return barChart(
    {
      title,
      x: { label: measure },
      names: bars.map(({ label }) => label),
      values: of(({ mean }) => mean),
      range: { low: of(({ least }) => least), high: of(({ most }) => most) },
      places: bars.map(({ place }) => place),
    },
    {
      csv: csvText([
        ["", "runs", "mean", "std", "least", "greatest"],
        ...rows.map(({ label, band: { runs, mean, std, least, most } }) => [
          ...[label, runs, mean, std, least, most],
        ]),
      ]),
    },
  );
}

interface PointBand {
  readonly place: number;
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

/**
 * A curve for all points that differ only in the axis, in the color of the first of them; one that does not
 * have it is the same all along.
 */
function overAxis(title: string, measure: string, key: string, rows: readonly PointBand[]): Chart {
  const at = ({ point }: PointBand) => point[key] as number;
  const known = rows.filter(({ point }) => key in point).map(at);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const groups = new Map<string, PointBand[]>();
  for (const row of rows) {
    const { [key]: _, ...others } = row.point;
    const name = Object.keys(others).length === 0 ? measure : pointText(others);
    const members = groups.get(name) ?? [];
    groups.set(name, members);
    if (key in row.point) members.push(row);
    else members.push(...[least, most].map((x) => ({ ...row, point: { ...row.point, [key]: x } })));
  }
  const series = [...groups].map(([name, members]): Series => {
    const place = Math.min(...members.map((member) => member.place));
    const sorted = members.sort((a, b) => at(a) - at(b));
    const of = (value: (band: Band) => number) => sorted.map(({ band }) => value(band));
    return {
      name,
      x: sorted.map(at),
      y: of(({ mean }) => mean),
      band: { low: of(({ least: low }) => low), high: of(({ most: high }) => high) },
      marks: "both",
      place,
    };
  });
  const scale = least > 0 && most / least > LOG_FROM ? "log" : "linear";
  return lineChart({ title, x: { label: labelOf(key), scale }, y: { label: measure }, series });
}
