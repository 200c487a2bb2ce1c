/** Curves and their bands within a frame. */
import type { CustomSeriesOption, LineSeriesOption } from "echarts";
import { EvenkeelError } from "../errors.ts";

/** Any list of numbers. */
export type Numbers = ArrayLike<number>;

/** A curve. Values that have no place (not finite, or not above 0 on a log axis) leave a gap. */
export interface Series {
  /** In the legend. */
  readonly name: string;
  readonly x: Numbers;
  /** As many as `x`. */
  readonly y: Numbers;
  /** A pale band behind the curve, as many values each. */
  readonly band?: { readonly low: Numbers; readonly high: Numbers };
  /** A CSS color; default one of eight by `place`. */
  readonly color?: string;
  /**
   * Which color, dashes and marks it has: what keeps its place looks alike in several plots. From 0;
   * default its place in the plot.
   */
  readonly place?: number;
  /** `line`, `points` or both; default both, of more than 40 values about eight marked. */
  readonly marks?: "line" | "points" | "both";
}

/** Tell apart also with weak color vision (Okabe & Ito 2008, without yellow, and gray). */
const palette = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#e69f00",
  "#1f2933",
  "#8a93a0",
] as const;
/** Lengths of strokes and gaps, and marks: they tell curves apart without color, each at its own pace. */
const dashes = ["solid", [7, 3], [2, 2.5], [8, 2.5, 2, 2.5], [13, 3]] as const;
const symbols = ["circle", "rect", "triangle", "diamond"] as const;
/** Values of a curve that are marked one by one; of more, how many are. */
const [MARKED, OF_MORE] = [40, 8];

const nth = <T>(list: readonly T[], place: number) => list[place % list.length] as T;

/** The color of what stands at this place of a legend. */
export function paletteColor(place: number): string {
  return nth(palette, place);
}

/** Whether some of a curve's values are marked. */
export const hasMarks = ({ marks }: Series) => marks !== "line";

/** Every which value of a curve is marked. */
function markedEvery({ marks, x }: Series): number {
  return marks === undefined && x.length > MARKED ? Math.ceil(x.length / OF_MORE) : 1;
}

/** Whether a value has a place on an axis. */
export type Fits = (value: number) => boolean;

/** A curve and its band for ECharts; of `count` the first is in front. */
export function seriesOptions(
  series: Series,
  order: number,
  count: number,
  fits: { readonly x: Fits; readonly y: Fits },
): (LineSeriesOption | CustomSeriesOption)[] {
  const { name, x, y, band, place = order } = series;
  const color = series.color ?? paletteColor(place);
  const every = markedEvery(series);
  const z = 2 * (count - order);
  const has = (i: number) => fits.x(x[i] as number) && fits.y(y[i] as number);
  const curve: LineSeriesOption = {
    type: "line",
    name,
    z: 10 + z,
    color,
    data: Array.from(x, (at, i) => {
      const value = has(i) ? [at, y[i] as number] : [Number.NaN, Number.NaN];
      return i % every === 0 ? value : { value, symbol: "none" };
    }),
    showSymbol: hasMarks(series),
    symbol: nth(symbols, place),
    symbolSize: 5.2,
    itemStyle: { color },
    lineStyle: {
      width: series.marks === "points" ? 0 : 1.8,
      type: nth<string | readonly number[]>(dashes, place) as "solid",
      join: "round",
    },
  };
  return band === undefined ? [curve] : [...bandOptions(x, band, color, z, fits), curve];
}

/** The areas of a band, one for each stretch in which everything has a place. */
function bandOptions(
  x: Numbers,
  { low, high }: { readonly low: Numbers; readonly high: Numbers },
  color: string,
  z: number,
  fits: { readonly x: Fits; readonly y: Fits },
): CustomSeriesOption[] {
  const stretches: [number, number, number][][] = [[]];
  for (let i = 0; i < x.length; i++) {
    const [at, bottom, top] = [x[i] as number, low[i] as number, high[i] as number];
    if (fits.x(at) && fits.y(bottom) && fits.y(top)) stretches.at(-1)?.push([at, bottom, top]);
    else stretches.push([]);
  }
  return stretches
    .filter((stretch) => stretch.length > 0)
    .map((stretch) => ({
      type: "custom",
      z: 9 + z,
      clip: true,
      silent: true,
      data: [stretch[0] as [number, number, number]],
      renderItem: (_, api) => ({
        type: "polygon",
        shape: {
          points: [
            ...stretch.map(([at, , top]) => api.coord([at, top])),
            ...stretch.map(([at, bottom]) => api.coord([at, bottom])).reverse(),
          ],
        },
        style: { fill: color, opacity: 0.16 },
      }),
    }));
}

/** @throws EvenkeelError `SHAPE` for values that are not equally many. */
export function checkLengths({ name, x, y, band }: Series): void {
  const lengths = [x, y, ...(band ? [band.low, band.high] : [])].map((values) => values.length);
  if (lengths.every((length) => length === x.length)) return;
  throw new EvenkeelError(
    "SHAPE",
    `linePlot: the values of a curve must be equally many, got ${lengths.join(", ")} in ${name}`,
  );
}
