/** Curves with axes, a legend and error bands. */
import type { EChartsOption } from "echarts";
import { EvenkeelError } from "../errors.ts";
import { type Axis, axisOption, titleOption } from "./axes.ts";
import { checkLengths, hasMarks, type Numbers, type Series, seriesOptions } from "./curve.ts";
import { legendOf } from "./legend.ts";
import { renderChart } from "./render.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { type Drawing, drawing, inks } from "./svg.ts";

/** What a plot shows. */
export interface LinePlot {
  readonly title?: string;
  readonly x: Axis;
  readonly y: Axis;
  /** In the order of the legend, the first in front. */
  readonly series: readonly Series[];
  /** Whether a legend names the curves; default if there is more than one. */
  readonly legend?: boolean;
}

/** How plots are laid out. */
export interface LinePlotStyle {
  /** Size of the area inside each frame, in pixels; default 420 x 260. */
  readonly width?: number;
  readonly height?: number;
  /** How many plots a row has; default all in one row. */
  readonly columns?: number;
}

const space = { left: 66, right: 18, top: 34, bottom: 60 } as const;

/** One plot; {@link linePlots} with one cell. */
export function linePlot(plot: LinePlot, style: LinePlotStyle = {}): Drawing {
  return linePlots([plot], style);
}

/**
 * Draws plots row by row, the rows as high as their legends need, each plot with title, frame, grid lines,
 * ticks, labels and a legend below. Curves differ in color, dashes and marks. The SVG needs nothing else and can stand in a page; `toPng` makes a PNG file.
 *
 * @throws EvenkeelError `SHAPE` for no plot, a curve whose x, y or band differ in length, or a range that
 *   is none on its axis.
 */
export function linePlots(plots: readonly LinePlot[], style: LinePlotStyle = {}): Drawing {
  const { width = 420, height = 260, columns = plots.length } = style;
  if (plots.length === 0) {
    throw new EvenkeelError("SHAPE", "linePlots: there must be a plot, got none");
  }
  const stepX = space.left + width + space.right;
  const cells: string[] = [];
  let bottom = 0;
  for (let first = 0; first < plots.length; first += columns) {
    const row = plots.slice(first, first + columns).map((plot) => drawPlot(plot, width, height));
    for (const [i, { content }] of row.entries()) {
      cells.push(`<g transform="translate(${i * stepX} ${bottom})">${content}</g>`);
    }
    bottom += Math.max(...row.map((cell) => cell.height));
  }
  return drawing(Math.min(columns, plots.length) * stepX, bottom, cells.join(""));
}

/** One plot and its size. */
function drawPlot(
  { title, x, y, series, legend: named = series.length > 1 }: LinePlot,
  width: number,
  height: number,
): { readonly content: string; readonly height: number } {
  series.forEach(checkLengths);
  const across = scale(
    x,
    series.map((s) => s.x),
  );
  const up = scale(
    y,
    series.flatMap((s) => (s.band ? [s.y, s.band.low, s.band.high] : [s.y])),
  );
  const fits = {
    x: (value: number) => Number.isFinite(across.place(value)),
    y: (value: number) => Number.isFinite(up.place(value)),
  };
  const legend = named
    ? legendOf(
        series.map(({ name }) => name),
        width,
        series.some(hasMarks),
      )
    : undefined;
  const frame = space.top + height + space.bottom;
  const total = frame + (legend?.height ?? 0);
  const option: EChartsOption = {
    ...(title !== undefined && {
      title: titleOption(title, space.left + width / 2, space.left + width),
    }),
    grid: { left: space.left, top: space.top, width, height, show: true, borderColor: inks.frame },
    xAxis: axisOption(x, across, 25),
    yAxis: axisOption(y, up, 46),
    series: series.flatMap((s, i) => seriesOptions(s, i, series.length, fits)),
    ...(legend && { legend: { ...legend.option, left: space.left, top: frame - 10 } }),
  };
  return {
    content: renderChart(option, space.left + width + space.right, total),
    height: total,
  };
}

function scale({ scale: kind = "linear", range, ticks }: Axis, values: readonly Numbers[]): Scale {
  return scaleOf(
    values.flatMap((list) => Array.from(list)),
    { kind, range, ticks },
  );
}
