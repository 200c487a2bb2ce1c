/** Charts of a page with the numbers that they draw. */

import { csvText } from "../../files/index.ts";
import {
  type Axis,
  type BarPlot,
  barPlot,
  type Drawing,
  type IntervalPlot,
  intervalPlot,
  type LinePlot,
  linePlot,
  type Series,
} from "../../plots/index.ts";
import { formatNumber } from "../../text.ts";
import type { Chart } from "./content.ts";
import { nameFrom } from "./html.ts";

/** The area inside each frame, so that a chart is legible on a telephone, and the width of it all. */
export const sizeOfCharts = { width: 320, height: 200, outer: 404 } as const;

/** What may be said of a chart beside its plot. */
export interface ChartOptions {
  /** Of its files; default from the title. */
  readonly name?: string;
  /** Default from the plot. */
  readonly alt?: string;
  readonly caption?: string;
  /** The numbers, where fewer are drawn. */
  readonly csv?: string;
}

/** A plot of lines for a page; words where no curve has two places and no two points can be compared. */
export function lineChart(
  plot: LinePlot & { readonly title: string },
  options: ChartOptions = {},
): Chart {
  const { title, x, y, series } = plot;
  const places = series.map((one) => placesOf(one, x, y));
  const points = places.flat();
  const isLine = places.some((own) => new Set(own.map(([at]) => at)).size > 1);
  const isCloud = points.length > 1 && series.every(({ marks }) => marks === "points");
  if (isLine || isCloud) {
    const names = series.map(({ name }) => name).join(", ");
    const alt = `${title}: ${y.label} over ${x.label}, ${names}`;
    return chart(title, linePlot(plot, sizeOfCharts), { alt, csv: plotCsv(plot), ...options });
  }
  const { legend = series.length > 1 } = plot;
  const told = series.map(({ name }, i) => {
    const values = (places[i] ?? []).map(
      ([at, value]) => `${formatNumber(value)} (${x.label} ${formatNumber(at)})`,
    );
    return `${legend ? `${name} ` : ""}${values.join(", ") || "no value to draw"}`;
  });
  return chart(title, null, { csv: plotCsv(plot), ...options, alt: sentence(title, told) });
}

/** A plot of bars for a page; words where there are no two to compare. */
export function barChart(
  plot: BarPlot & { readonly title: string },
  options: ChartOptions = {},
): Chart {
  const { title, x, names, values } = plot;
  const told = names.map((name, i) => `${name} ${formatNumber(values[i] as number)}`);
  return chart(title, names.length > 1 ? barPlot(plot, { width: sizeOfCharts.outer }) : null, {
    alt: sentence(title, told),
    csv: csvText([["", x.label], ...names.map((name, i) => [name, values[i] as number])]),
    ...options,
  });
}

/** A plot of intervals for a page. */
export function intervalChart(
  plot: IntervalPlot & { readonly title: string },
  options: ChartOptions = {},
): Chart {
  const { title, x, rows } = plot;
  const told = rows.map(
    ({ name, median, low, high }) =>
      `${name} ${formatNumber(median)} (${formatNumber(low)} to ${formatNumber(high)})`,
  );
  const most = Math.max(...rows.map(({ values }) => values.length));
  const places = Array.from({ length: most }, (_, i) => i);
  return chart(title, intervalPlot(plot, { width: sizeOfCharts.outer }), {
    alt: sentence(title, told),
    csv: csvText([
      ["", `${x.label}, median`, "low", "high", ...places.map((i) => `value ${i + 1}`)],
      ...rows.map(({ name, median, low, high, values }) => [
        ...[name, median, low, high],
        ...places.map((i) => values[i] ?? null),
      ]),
    ]),
    ...options,
  });
}

const sentence = (title: string, told: readonly string[]) => `${title}: ${told.join("; ")}.`;

function chart(
  title: string,
  drawing: Drawing | null,
  { name = title, alt, csv, caption }: ChartOptions & Pick<Chart, "alt" | "csv">,
): Chart {
  return { name: nameFrom(name), alt, drawing, csv, ...(caption !== undefined && { caption }) };
}

/** The values of a curve that have a place on both axes. */
function placesOf(series: Series, x: Axis, y: Axis): readonly (readonly [x: number, y: number])[] {
  const has = ({ scale }: Axis, value: number) =>
    Number.isFinite(value) && (scale !== "log" || value > 0);
  return Array.from(series.x, (at, i) => [at, series.y[i] as number] as const).filter(
    ([at, value]) => has(x, at) && has(y, value),
  );
}

/**
 * The numbers of a plot: a column for x, one for each curve and two for the edges of each band; a row for
 * each x, as many as a curve has values there.
 */
export function plotCsv({ x: { label }, series }: LinePlot): string {
  const head = [
    label,
    ...series.flatMap(({ name, band }) =>
      band === undefined ? [name] : [name, `${name} least`, `${name} greatest`],
    ),
  ];
  const rows = new Map<string, { readonly x: number; readonly cells: (number | null)[] }>();
  let column = 0;
  for (const { x, y, band } of series) {
    const lists = band === undefined ? [y] : [y, band.low, band.high];
    const times = new Map<number, number>();
    for (const [i, at] of Array.from(x).entries()) {
      const time = times.get(at) ?? 0;
      times.set(at, time + 1);
      const key = `${at} ${time}`;
      const row = rows.get(key) ?? { x: at, cells: Array(head.length - 1).fill(null) };
      rows.set(key, row);
      for (const [j, list] of lists.entries()) row.cells[column + j] = list[i] as number;
    }
    column += lists.length;
  }
  const sorted = [...rows.values()].sort((a, b) => a.x - b.x);
  return csvText([head, ...sorted.map(({ x, cells }) => [x, ...cells])]);
}
