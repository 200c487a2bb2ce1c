/** Curves with axes, a legend and error bands. */
import { EvenkeelError } from "../errors.ts";
import {
  checkLengths,
  colorOf,
  drawSeries,
  type Numbers,
  type Placing,
  type Series,
} from "./curve.ts";
import { drawLegend, legendLine, legendOf } from "./legend.ts";
import { type Scale, type ScaleKind, scaleOf } from "./scale.ts";
import { type Drawing, drawFrame, drawing, drawTitle, fixed, inks, words } from "./svg.ts";

/** One of the two axes. */
export interface Axis {
  readonly label: string;
  /** Default linear. */
  readonly scale?: ScaleKind;
  /** Default: all values and a margin. */
  readonly range?: readonly [low: number, high: number];
  /** Values written beside it; default round ones. */
  readonly ticks?: readonly number[];
}

/** What a plot shows. */
export interface LinePlot {
  readonly title?: string;
  readonly x: Axis;
  readonly y: Axis;
  /** In the order of the legend, the first in front. */
  readonly series: readonly Series[];
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
 * Draws plots row by row, the rows as high as their legends need, each plot with title, frame, grid lines, ticks, labels and, where it has more than
 * one curve, a legend below. The SVG needs nothing else and can stand in a page; `toPng` makes a PNG file.
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
    const row = plots.slice(first, first + columns);
    const legends = row.map(({ series }) => (series.length > 1 ? legendOf(series, width) : []));
    for (const [i, plot] of row.entries()) {
      const place = `translate(${i * stepX + space.left} ${bottom + space.top})`;
      const legend = drawLegend(legends[i] ?? [], height + space.bottom - 6);
      cells.push(`<g transform="${place}">${drawPlot(plot, width, height)}${legend}</g>`);
    }
    const lines = Math.max(...legends.map(({ length }) => length));
    bottom += space.top + height + space.bottom + legendLine * lines;
  }
  return drawing(Math.min(columns, plots.length) * stepX, bottom, cells.join(""));
}

/** One plot with its frame's upper left corner at the origin. */
function drawPlot({ title, x, y, series }: LinePlot, width: number, height: number): string {
  series.forEach(checkLengths);
  const across = scale(
    x,
    series.map((s) => s.x),
  );
  const up = scale(
    y,
    series.flatMap((s) => (s.band ? [s.y, s.band.low, s.band.high] : [s.y])),
  );
  const at: Placing = {
    x: (value) => across.place(value) * width,
    y: (value) => (1 - up.place(value)) * height,
  };
  // an inner document cuts off what is outside of it, half a dot beyond the frame
  const box = `${width + 8} ${height + 8}`;
  const curves = series.map((s, i) => drawSeries(s, colorOf(s, i), at)).reverse();
  return [
    title === undefined ? "" : drawTitle(title, width),
    drawTicks(across, up, at, width, height),
    drawFrame(width, height),
    `<svg x="-4" y="-4" width="${width + 8}" height="${height + 8}" viewBox="-4 -4 ${box}">${curves.join("")}</svg>`,
    words(x.label, width / 2, height + 38, "middle", inks.title),
    `<g transform="translate(${-space.left + 15} ${height / 2}) rotate(-90)">${words(y.label, 0, 0, "middle", inks.title)}</g>`,
  ].join("");
}

function scale({ scale: kind = "linear", range, ticks }: Axis, values: readonly Numbers[]): Scale {
  return scaleOf(
    values.flatMap((list) => Array.from(list)),
    { kind, range, ticks },
  );
}

function drawTicks(across: Scale, up: Scale, at: Placing, width: number, height: number): string {
  const vertical = across.ticks.map(({ value, words: text }) => {
    const x = at.x(value);
    return `<path d="M${fixed(x)} 0v${height}" stroke="${inks.axes}"/>${words(text, x, height + 17, "middle")}`;
  });
  const horizontal = up.ticks.map(({ value, words: text }) => {
    const y = at.y(value);
    return `<path d="M0 ${fixed(y)}h${width}" stroke="${inks.axes}"/>${words(text, -7, y + 4, "end")}`;
  });
  return [...vertical, ...horizontal].join("");
}
