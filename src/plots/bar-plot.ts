/** Bars side by side, one for each of several things. */
import type { BarSeriesOption, CustomSeriesOption } from "echarts";
import { EvenkeelError } from "../errors.ts";
import type { Axis } from "./axes.ts";
import { type Numbers, paletteColor } from "./curve.ts";
import { rowDrawing } from "./row-frame.ts";
import { scaleOf } from "./scale.ts";
import { type Drawing, inks } from "./svg.ts";

/** A bar for each thing. */
export interface BarPlot {
  readonly title?: string;
  /** What the bars' lengths are; bars begin at 0, or on a log axis at its low end. */
  readonly x: Axis;
  /** The things, the first on top. */
  readonly names: readonly string[];
  /** As many; what is not finite has no bar. */
  readonly values: Numbers;
  /** Lines from the least to the greatest of each, as many. */
  readonly range?: { readonly low: Numbers; readonly high: Numbers };
  /** A CSS color of all; default by `places`. */
  readonly color?: string;
  /** Which of the curves' colors each has, as many; default all the first. */
  readonly places?: Numbers;
}

/**
 * Draws horizontal bars with their names to the left, long ones cut short.
 *
 * @param style.width of the whole drawing, in pixels; default 420.
 * @throws EvenkeelError `SHAPE` for values that are not as many as the names, or a range that is none.
 */
export function barPlot(plot: BarPlot, style: { readonly width?: number } = {}): Drawing {
  const { title, x, names, values, range, color, places } = plot;
  const lists = [values, ...(range ? [range.low, range.high] : []), ...(places ? [places] : [])];
  const lengths = lists.map(({ length }) => length);
  if (lengths.some((length) => length !== names.length)) {
    throw new EvenkeelError(
      "SHAPE",
      `barPlot: there must be a value for each of ${names.length} names, got ${lengths.join(", ")}`,
    );
  }
  const { width = 420 } = style;
  const log = x.scale === "log";
  const all = [values, ...(range ? [range.low, range.high] : [])].flatMap((list) => [
    ...Array.from(list),
  ]);
  const scale = scaleOf(log ? all : [0, ...all], {
    kind: log ? "log" : "linear",
    range: x.range,
    ticks: x.ticks,
  });
  const fits = (value: number) => Number.isFinite(scale.place(value));
  const bars: BarSeriesOption = {
    type: "bar",
    data: Array.from(values, (value, i) => ({
      value: fits(value) ? value : Number.NaN,
      itemStyle: { color: color ?? paletteColor(places?.[i] ?? 0) },
    })),
    barMaxWidth: 14,
    itemStyle: { opacity: 0.8 },
  };
  const lines: CustomSeriesOption = {
    type: "custom",
    silent: true,
    z: 3,
    data: names.map((_, i) => [range?.low[i] ?? Number.NaN, i, range?.high[i] ?? Number.NaN]),
    renderItem: (_, api) => {
      const [low, i, high] = [0, 1, 2].map((at) => api.value(at) as number) as [
        number,
        number,
        number,
      ];
      if (!fits(low) || !fits(high)) return { type: "group", children: [] };
      const [[x1, y1], [x2]] = [api.coord([low, i]), api.coord([high, i])] as [
        [number, number],
        [number, number],
      ];
      return {
        type: "line",
        shape: { x1, y1, x2, y2: y1 },
        style: { stroke: inks.title, lineWidth: 2 },
      };
    },
  };
  const series = range === undefined ? [bars] : [bars, lines];
  return rowDrawing({ title, x, scale, names, width }, series);
}
