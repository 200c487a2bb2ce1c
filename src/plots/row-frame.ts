/** A frame with a row for each of several things, their names to its left. */
import type { EChartsOption, SeriesOption } from "echarts";
import { type Axis, axisOption, titleOption } from "./axes.ts";
import { renderChart, textWidth } from "./render.ts";
import type { Scale } from "./scale.ts";
import { type Drawing, drawing, inks } from "./svg.ts";

const space = { right: 18, top: 34, bottom: 48 } as const;
/** The height of a row. */
const step = 24;
/** Names may be set in a wider font than the one that they are measured with. */
const WIDER = 1.15;

/** What stands around the rows. */
export interface RowFrame {
  readonly title: string | undefined;
  readonly x: Axis;
  readonly scale: Scale;
  /** The first on top; long ones are cut short. */
  readonly names: readonly string[];
  /** Of the whole drawing, in pixels. */
  readonly width: number;
}

/** Draws series of values along x and the numbers of rows along y. */
export function rowDrawing(
  { title, x, scale, names, width }: RowFrame,
  series: SeriesOption[],
): Drawing {
  const longest = Math.max(0, ...names.map(textWidth));
  const left = 12 + Math.min(WIDER * longest + 6, 0.42 * width);
  const inner = width - left - space.right;
  const height = step * names.length + 8;
  const total = space.top + height + space.bottom;
  const option: EChartsOption = {
    ...(title !== undefined && { title: titleOption(title, left + inner / 2, width) }),
    grid: { left, top: space.top, width: inner, height, show: true, borderColor: inks.frame },
    xAxis: axisOption(x, scale, 25),
    yAxis: {
      type: "category",
      data: [...names],
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: inks.title, width: left - 12, overflow: "truncate", interval: 0 },
    },
    series,
  };
  return drawing(width, total, renderChart(option, width, total));
}
