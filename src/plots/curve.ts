/** Curves and their bands within a frame. */
import { EvenkeelError } from "../errors.ts";
import { fixed } from "./svg.ts";

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
  /** A CSS color; default one of eight by the curve's place. */
  readonly color?: string;
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

/** Pixels of a value. */
export interface Placing {
  x(value: number): number;
  y(value: number): number;
}

/** The color of the curve at this place of the legend. */
export function colorOf({ color }: Series, place: number): string {
  return color ?? (palette[place % palette.length] as string);
}

/** A curve with a dot at each value, in front of its band. */
export function drawSeries({ x, y, band }: Series, color: string, at: Placing): string {
  const places = Array.from(x, (value, i) => [at.x(value), at.y(y[i] as number)] as const);
  const dots = places
    .filter((place) => place.every(Number.isFinite))
    .map(([px, py]) => `<circle cx="${fixed(px)}" cy="${fixed(py)}" r="2.6"/>`);
  const line = runs(places).map((run) => `M${run.map(pair).join("L")}`);
  return (
    (band === undefined ? "" : drawBand(x, band, color, at)) +
    `<path d="${line.join("")}" fill="none" stroke="${color}" stroke-width="1.8" stroke-linejoin="round"/>` +
    `<g fill="${color}">${dots.join("")}</g>`
  );
}

function drawBand(
  x: Numbers,
  { low, high }: { readonly low: Numbers; readonly high: Numbers },
  color: string,
  at: Placing,
): string {
  const edges = Array.from(
    x,
    (value, i) => [at.x(value), at.y(low[i] as number), at.y(high[i] as number)] as const,
  );
  const areas = runs(edges).map((run) => {
    const top = run.map(([px, , y]) => pair([px, y]));
    const bottom = run.map(([px, y]) => pair([px, y])).reverse();
    return `M${[...top, ...bottom].join("L")}Z`;
  });
  return `<path d="${areas.join("")}" fill="${color}" fill-opacity="0.16"/>`;
}

/** The stretches in which everything has a place. */
function runs<T extends readonly number[]>(places: readonly T[]): T[][] {
  const found: T[][] = [[]];
  for (const place of places) {
    if (place.every(Number.isFinite)) found.at(-1)?.push(place);
    else found.push([]);
  }
  return found.filter((run) => run.length > 0);
}

const pair = ([x, y]: readonly [number, number]) => `${fixed(x)} ${fixed(y)}`;

/** @throws EvenkeelError `SHAPE` for values that are not equally many. */
export function checkLengths({ name, x, y, band }: Series): void {
  const lengths = [x, y, ...(band ? [band.low, band.high] : [])].map((values) => values.length);
  if (lengths.every((length) => length === x.length)) return;
  throw new EvenkeelError(
    "SHAPE",
    `linePlot: the values of a curve must be equally many, got ${lengths.join(", ")} in ${name}`,
  );
}
