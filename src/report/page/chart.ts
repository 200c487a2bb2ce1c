/** Charts of a page with the numbers that they draw. */

import { csvText } from "../../files/index.ts";
import { type Drawing, type LinePlot, linePlot } from "../../plots/index.ts";
import type { Chart } from "./content.ts";
import { nameFrom } from "./html.ts";

/** The area inside each frame, so that a chart is legible on a telephone, and the width of it all. */
export const sizeOfCharts = { width: 320, height: 200, outer: 404 } as const;

/** A plot of lines for a page. */
export function lineChart(
  plot: LinePlot & { readonly title: string },
  options: {
    /** Of its files; default from the title. */
    readonly name?: string;
    readonly alt?: string;
    readonly caption?: string;
    /** The numbers, where fewer are drawn. */
    readonly csv?: string;
  } = {},
): Chart {
  const { alt = `${plot.title}: ${plot.y.label} over ${plot.x.label}, ${namesOf(plot)}` } = options;
  const drawn: Drawing = linePlot(plot, sizeOfCharts);
  const { name = plot.title, caption, csv = plotCsv(plot) } = options;
  return {
    name: nameFrom(name),
    alt,
    drawing: drawn,
    csv,
    ...(caption !== undefined && { caption }),
  };
}

const namesOf = ({ series }: LinePlot) => series.map(({ name }) => name).join(", ");

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
