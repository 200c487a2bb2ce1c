/** Titles and axes for ECharts. */
import type { TitleComponentOption } from "echarts";
import type { Scale, ScaleKind } from "./scale.ts";
import { inks } from "./svg.ts";

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

/** A title with its middle at `center`; long ones get smaller. */
export function titleOption(text: string, center: number, width: number): TitleComponentOption {
  const fitting = (1.45 * width) / Math.max(1, text.length);
  return {
    text,
    left: center,
    top: 8,
    textAlign: "center",
    padding: 0,
    textStyle: {
      color: inks.title,
      fontSize: Math.min(15, fitting),
      width,
      overflow: "truncate",
    },
  };
}

/** An axis of numbers, its name `gap` pixels away from it. */
export function axisOption({ label, scale: kind = "linear" }: Axis, scale: Scale, gap: number) {
  const values = scale.ticks.map(({ value }) => value);
  const words = new Map(scale.ticks.map(({ value, words: text }) => [value, text]));
  return {
    type: kind === "log" ? ("log" as const) : ("value" as const),
    min: scale.low,
    max: scale.high,
    name: label,
    nameLocation: "middle" as const,
    nameGap: gap,
    nameTextStyle: { color: inks.title },
    axisLine: { show: false },
    axisTick: { show: false, customValues: values },
    axisLabel: {
      color: inks.caption,
      customValues: values,
      hideOverlap: true,
      formatter: (value: number) => words.get(value) ?? String(value),
    },
    splitLine: { show: true, customValues: values, lineStyle: { color: inks.axes } },
  };
}
