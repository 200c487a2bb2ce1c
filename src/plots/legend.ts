/** What the colors of curves mean. */
import type { LegendComponentOption } from "echarts";
import { textWidth } from "./render.ts";
import { inks } from "./svg.ts";

/** The line in front of a name is long enough for its dashes. */
const [icon, gap, itemGap] = [32, 5, 8];
/** A line with the space below it. */
const line = 12 + itemGap;

/**
 * A legend of the given width and how high it is.
 *
 * @param dots whether a line in it has a dot.
 */
export function legendOf(
  names: readonly string[],
  width: number,
  dots: boolean,
): { readonly option: LegendComponentOption; readonly height: number } {
  const longest = width - icon - gap;
  return {
    height: line * lines(names, width),
    option: {
      data: [...names],
      width,
      itemWidth: icon,
      itemHeight: dots ? 10 : 1,
      itemGap,
      padding: 0,
      selectedMode: false,
      textStyle: {
        color: inks.title,
        ...(names.some((name) => textWidth(name) > longest)
          ? { width: longest, overflow: "truncate" }
          : {}),
      },
    },
  };
}

/** How many lines ECharts needs for it. */
function lines(names: readonly string[], width: number): number {
  let [count, left] = [1, 0];
  for (const name of names) {
    const needed = icon + gap + textWidth(name);
    if (left > 0 && left + needed > width) [count, left] = [count + 1, 0];
    left += needed + itemGap;
  }
  return count;
}
