/** What the colors of curves mean. */
import { colorOf, type Series } from "./curve.ts";
import { fixed, fontSize, inks, words } from "./svg.ts";

/** Height of a line. */
export const legendLine = 18;
/** The width of a letter on average, at most: a share of the font size. */
const letter = 0.53;

/** A curve's place in the legend. */
export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  readonly left: number;
}

/** The legend in lines that fit into `width`. */
export function legendOf(series: readonly Series[], width: number): LegendEntry[][] {
  const lines: LegendEntry[][] = [[]];
  let left = 0;
  for (const [i, s] of series.entries()) {
    const needed = 24 + s.name.length * fontSize * letter + 14;
    if (left > 0 && left + needed > width) {
      lines.push([]);
      left = 0;
    }
    lines.at(-1)?.push({ name: s.name, color: colorOf(s, i), left });
    left += needed;
  }
  return lines;
}

/** The lines of a legend below `top`. */
export function drawLegend(lines: readonly (readonly LegendEntry[])[], top: number): string {
  return lines
    .flatMap((line, row) =>
      line.map(({ name, color, left }) => {
        const y = top + legendLine * row + 6;
        return (
          `<path d="M${fixed(left)} ${y - 4}h18" stroke="${color}" stroke-width="2.4"/>` +
          words(name, left + 24, y, "start", inks.title)
        );
      }),
    )
    .join("");
}
