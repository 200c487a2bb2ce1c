/** Medians with their intervals and the values behind them, one row for each of several things. */
import type { CustomSeriesOption } from "echarts";
import { EvenkeelError } from "../errors.ts";
import type { Axis } from "./axes.ts";
import { type Numbers, paletteColor } from "./curve.ts";
import { rowDrawing } from "./row-frame.ts";
import { scaleOf } from "./scale.ts";
import { type Drawing, inks } from "./svg.ts";

/** A row: a median, the ends of its interval, and the single values. */
export interface IntervalRow {
  readonly name: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Drawn small and pale; what is not finite is drawn at neither end. */
  readonly values: Numbers;
  /** Which of the curves' colors it has; default the first. */
  readonly place?: number;
}

/** Several rows along one axis. */
export interface IntervalPlot {
  readonly title?: string;
  readonly x: Axis;
  /** The first on top. */
  readonly rows: readonly IntervalRow[];
  /** A dashed line across all rows: what the medians are compared with. */
  readonly reference?: number;
}

/**
 * Draws horizontal intervals with their names to the left, long ones cut short. An end that is not finite is
 * drawn at the frame.
 *
 * @param style.width of the whole drawing, in pixels; default 420.
 * @throws EvenkeelError `SHAPE` for no rows.
 */
export function intervalPlot(plot: IntervalPlot, style: { readonly width?: number } = {}): Drawing {
  const { title, x, rows, reference } = plot;
  if (rows.length === 0) {
    throw new EvenkeelError("SHAPE", "intervalPlot: there must be at least one row, got none");
  }
  const { width = 420 } = style;
  const all = rows.flatMap(({ median, low, high, values }) => [
    ...[median, low, high],
    ...Array.from(values),
  ]);
  const scale = scaleOf(reference === undefined ? all : [reference, ...all], {
    kind: x.scale ?? "linear",
    range: x.range,
    ticks: x.ticks,
  });
  /** Within the frame, as far as the axis has a place for it. */
  const within = (value: number) =>
    Number.isNaN(value) ? value : Math.min(scale.high, Math.max(scale.low, value));
  const fits = (value: number) => Number.isFinite(scale.place(value));
  const series: CustomSeriesOption = {
    type: "custom",
    silent: true,
    data: rows.map((_, i) => [scale.low, i]),
    renderItem: ({ dataIndex }, api) => {
      const { median, low, high, values, place = 0 } = rows[dataIndex]!;
      const color = paletteColor(place);
      const at = (value: number) => api.coord([within(value), dataIndex]) as [number, number];
      const [x1, y] = at(low);
      const [x2] = at(high);
      const circle = (value: number, r: number, opacity: number) => {
        const [cx] = at(value);
        const style = { fill: color, opacity };
        return { type: "circle" as const, shape: { cx, cy: y, r }, style };
      };
      const line = {
        type: "line" as const,
        shape: { x1, y1: y, x2, y2: y },
        style: { stroke: color, lineWidth: 2 },
      };
      return {
        type: "group",
        children: [
          ...Array.from(values)
            .filter(fits)
            .map((value) => circle(value, 3, 0.35)),
          ...(Number.isNaN(x1) || Number.isNaN(x2) ? [] : [line]),
          ...(Number.isNaN(at(median)[0]) ? [] : [circle(median, 5, 1)]),
        ],
      };
    },
  };
  const across: CustomSeriesOption = {
    type: "custom",
    silent: true,
    z: 1,
    data: [[reference ?? Number.NaN, 0]],
    renderItem: (_, api) => {
      const half = (api.size!([0, 1]) as number[])[1]! / 2;
      const [at, top] = api.coord([reference!, 0]) as [number, number];
      const [, bottom] = api.coord([reference!, rows.length - 1]) as [number, number];
      return {
        type: "line",
        shape: { x1: at, y1: top - half, x2: at, y2: bottom + half },
        style: { stroke: inks.caption, lineWidth: 1.5, lineDash: [5, 4] },
      };
    },
  };
  const names = rows.map(({ name }) => name);
  return rowDrawing(
    { title, x, scale, names, width },
    reference === undefined || !fits(reference) ? [series] : [across, series],
  );
}
