/** From values to places along an axis, and the values that are written beside it. */
import { EvenkeelError } from "../errors.ts";

/** How values become places. On `log` only values above 0 have one. */
export type ScaleKind = "linear" | "log";

/** An axis from `low` to `high`. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** 0 at `low`, 1 at `high`; not finite where a value has no place. */
  place(value: number): number;
  /** Ascending values within the range. */
  readonly ticks: readonly Tick[];
}

/** A value that is written beside an axis. */
export interface Tick {
  readonly value: number;
  readonly words: string;
}

/** Free space between the outermost values and the frame, a share of the range. */
const margin = 0.04;

/**
 * A scale that shows all of `values`, or `range` where it is given.
 *
 * @param options.ticks the values to write; default: round numbers, about five, or powers of ten.
 * @throws EvenkeelError `SHAPE` for a range that is none on this scale.
 */
export function scaleOf(
  values: Iterable<number>,
  options: {
    readonly kind: ScaleKind;
    readonly range?: readonly [low: number, high: number] | undefined;
    readonly ticks?: readonly number[] | undefined;
  },
): Scale {
  const { kind, range, ticks } = options;
  const log = kind === "log";
  const [to, from] = log ? [Math.log10, (v: number) => 10 ** v] : [Number, Number];
  if (range !== undefined) checkRange(range, to);
  const [start, end] = range ? [to(range[0]), to(range[1])] : padded(values, to);
  const [low, high] = [from(start), from(end)];
  const inside = (value: number) => to(value) >= start - 1e-9 && to(value) <= end + 1e-9;
  const written = ticks ?? (log ? logTicks(start, end) : linearTicks(low, high));
  return {
    low,
    high,
    place: (value) => (to(value) - start) / (end - start),
    ticks: written.filter(inside).map((value) => ({ value, words: formatTick(value) })),
  };
}

function checkRange([low, high]: readonly [number, number], to: (value: number) => number): void {
  if (to(high) - to(low) > 0 && Number.isFinite(to(high) - to(low))) return;
  throw new EvenkeelError(
    "SHAPE",
    `axis: a range must go up (on a log axis from above 0), got ${low} … ${high}`,
  );
}

function padded(values: Iterable<number>, to: (value: number) => number): [number, number] {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    const place = to(value);
    if (!Number.isFinite(place)) continue;
    [start, end] = [Math.min(start, place), Math.max(end, place)];
  }
  if (start > end) return [0, 1];
  const space = end > start ? margin * (end - start) : 0.5;
  return [start - space, end + space];
}

/** Multiples of 1, 2 or 5 times a power of ten, three to seven of them. */
export function linearTicks(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    // 3 · 0.1 is not 0.3
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** Powers of ten between 10^`start` and 10^`end`; where these are few, 2 and 5 times them too. */
function logTicks(start: number, end: number): number[] {
  const factors = end - start < 2.5 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil((end - start) / 8));
  const ticks: number[] = [];
  for (let power = Math.floor(start); power <= end; power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  return ticks;
}

function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return value.toExponential().replace("e+", "e").replace("-", "−").replace("e-", "e−");
  }
  return String(value).replace("-", "−");
}
