/** A chart as a drawing that stands by itself, for papers and pages. */
import { formatNumber } from "../shared/format.ts";
import { type ChartSeries, mainRange, smoothed } from "./series.ts";

/** Pixels of the drawing, and of its margins. */
const [WIDTH, HEIGHT] = [720, 420];
const MARGIN = { top: 36, right: 16, bottom: 46, left: 64 };
/** Marks of an axis, about. */
const MARKS = 5;
/** Pixels of a row of the legend, and curves that share it. */
const [ROW, PER_ROW] = [18, 3];

/** Pixels beyond which a place is far outside of the drawing. */
const FAR = 8000;

/** What is drawn. */
export interface SvgChart {
  readonly title: string;
  readonly xLabel: string;
  readonly series: readonly ChartSeries[];
  readonly smoothing: number;
  readonly logarithmic: boolean;
  /** Whether the axis is chosen by most values. */
  readonly main: boolean;
  readonly reference?: { readonly value: number; readonly label: string } | null | undefined;
}

/** The chart as an SVG file, on white. */
export function svgOf(chart: SvgChart): string {
  const { title, xLabel, logarithmic, reference } = chart;
  const series = chart.series.map((one) => ({ ...one, y: smoothed(one.y, chart.smoothing) }));
  const valuesOf = ({ y, low = [], high = [] }: ChartSeries) =>
    [...y, ...low, ...high].filter((value): value is number => value !== null);
  const range = chart.main ? mainRange(series, logarithmic) : undefined;
  const all = [...series.flatMap(valuesOf), ...(reference ? [reference.value] : [])];
  const ys = range ?? all;
  const x = scaleOf(
    series.flatMap((one) => one.x),
    [MARGIN.left, WIDTH - MARGIN.right],
    false,
  );
  const y = scaleOf(ys, [HEIGHT - MARGIN.bottom, MARGIN.top], logarithmic);
  const place = (value: number) => value.toFixed(1);
  // programs that draw count in small numbers
  const near = (pixels: number) => Math.max(-FAR, Math.min(FAR, pixels));
  const path = (xs: readonly number[], values: readonly (number | null)[]) =>
    xs
      .flatMap((at, i) => {
        const value = values[i];
        return value == null || !y.has(value)
          ? []
          : [`${place(x.at(at))} ${place(near(y.at(value)))}`];
      })
      .join("L");
  const curves = series.map((one) => {
    const { low, high, color } = one;
    const band =
      low && high
        ? `<path d="M${path(one.x, high)}L${path([...one.x].reverse(), [...low].reverse())}Z" fill="${color}" fill-opacity="0.18"/>`
        : "";
    return `${band}<path d="M${path(one.x, one.y)}" fill="none" stroke="${color}" stroke-width="1.5"/>`;
  });
  const bottom = HEIGHT - MARGIN.bottom;
  const legend = series.map(({ name, color }, i) => {
    const left = MARGIN.left + ((i % PER_ROW) * (WIDTH - MARGIN.left)) / PER_ROW;
    const top = HEIGHT + ROW * Math.floor(i / PER_ROW);
    return `<rect x="${place(left)}" y="${top}" width="10" height="10" rx="2" fill="${color}"/><text x="${place(left + 15)}" y="${top + 9}">${escaped(name)}</text>`;
  });
  const height = HEIGHT + ROW * Math.ceil(series.length / PER_ROW) + 8;
  const parts = [
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN.left}" y="22" font-size="15" font-weight="600">${escaped(title)}</text>`,
    ...y.marks.map(
      (mark) =>
        `<path d="M${MARGIN.left} ${place(y.at(mark))}H${WIDTH - MARGIN.right}" stroke="#d9dde4"/><text x="${MARGIN.left - 8}" y="${place(y.at(mark) + 4)}" text-anchor="end">${formatNumber(mark)}</text>`,
    ),
    ...x.marks.map(
      (mark) =>
        `<path d="M${place(x.at(mark))} ${MARGIN.top}V${bottom}" stroke="#d9dde4"/><text x="${place(x.at(mark))}" y="${bottom + 18}" text-anchor="middle">${formatNumber(mark)}</text>`,
    ),
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${bottom + 38}" text-anchor="middle">${escaped(xLabel)}</text>`,
    ...(reference && y.isWithin(reference.value)
      ? [
          `<path d="M${MARGIN.left} ${place(y.at(reference.value))}H${WIDTH - MARGIN.right}" stroke="#5a636f" stroke-dasharray="4 4"/><text x="${WIDTH - MARGIN.right}" y="${place(y.at(reference.value) - 5)}" text-anchor="end">${escaped(reference.label)}</text>`,
        ]
      : []),
    `<clipPath id="plot"><rect x="${MARGIN.left}" y="${MARGIN.top}" width="${WIDTH - MARGIN.left - MARGIN.right}" height="${bottom - MARGIN.top}"/></clipPath>`,
    `<g clip-path="url(#plot)">${curves.join("")}</g>`,
    ...legend,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2933">${parts.join("")}</svg>\n`;
}

interface Scale {
  at(value: number): number;
  /** Whether a value has a place on it, which may be beyond its ends. */
  has(value: number): boolean;
  isWithin(value: number): boolean;
  readonly marks: readonly number[];
}

function scaleOf(
  values: readonly number[],
  [start, end]: readonly [number, number],
  logarithmic: boolean,
): Scale {
  const has = (value: number) => Number.isFinite(value) && (!logarithmic || value > 0);
  const to = (value: number) => (logarithmic ? Math.log10(value) : value);
  const known = values.filter(has).map(to);
  const least = known.reduce((a, b) => Math.min(a, b), known[0] ?? 0);
  const most = known.reduce((a, b) => Math.max(a, b), known[0] ?? 1);
  const span = most - least || 1;
  const marks = marksOf(least, least + span, logarithmic ? 1 : 0);
  return {
    has,
    isWithin: (value) => has(value) && to(value) >= least && to(value) <= most,
    at: (value) => start + ((to(value) - least) / span) * (end - start),
    marks: marks.map((mark) => (logarithmic ? 10 ** mark : mark)),
  };
}

/** Round numbers from `least` to `most`, `finest` apart at least. */
function marksOf(least: number, most: number, finest: number): readonly number[] {
  const rough = (most - least) / MARKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(finest, [1, 2, 5, 10].find((one) => one * power >= rough)! * power);
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
