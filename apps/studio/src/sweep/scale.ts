/** Where values lie on an axis of a plot, and what is written beside it. */
import { type AxisValue, distinct, valueWords } from "./axis-values.ts";

/** An axis of a plot. */
export interface Scale {
  readonly kind: "linear" | "log" | "choice";
  /** The place of a value, from 0 to 1; `undefined` of a value that has none on this axis. */
  place(value: AxisValue): number | undefined;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** The part of an axis that is left free at its ends. */
const MARGIN = 0.05;
/** The place of values that do not apply, and where the others begin then. */
const [ABSENT, AFTER_ABSENT] = [0.03, 0.16];
/** Values that each have a tick of their own, and the least distance of two ticks. */
const [OWN_TICKS, TICK_GAP] = [8, 0.07];

/**
 * The scale of values. Numbers lie by their size, or by their logarithm where they are spread in it; other values lie
 * side by side.
 *
 * @param how `logarithmic`: whether numbers lie by their logarithm, if all are positive; default: where they are spread
 *   in it. `round`: ticks at round numbers, also where a few values could each have one.
 */
export function scaleOf(
  values: readonly AxisValue[],
  how: { readonly logarithmic?: boolean; readonly round?: boolean } = {},
): Scale {
  const { logarithmic, round = false } = how;
  const all = distinct(values);
  const known = all.filter((value) => value !== undefined);
  const numbers = known.filter((value) => typeof value === "number");
  if (numbers.length < known.length || numbers.length < 2) return choiceScale(all);
  const isLog = (numbers[0] as number) > 0 && (logarithmic ?? isLogSpread(numbers));
  const start = known.length < all.length ? AFTER_ABSENT : MARGIN;
  const unit = isLog ? Math.log10 : (value: number) => value;
  const [least, most] = [unit(numbers[0] as number), unit(numbers.at(-1) as number)];
  const place = (value: AxisValue) => {
    if (value === undefined) return start === AFTER_ABSENT ? ABSENT : undefined;
    if (typeof value !== "number") return undefined;
    return start + ((1 - MARGIN - start) * (unit(value) - least)) / (most - least);
  };
  const marked = !round && numbers.length <= OWN_TICKS ? numbers : roundNumbers(least, most, isLog);
  const ticks = marked.map((value) => ({ at: place(value) as number, text: valueWords(value) }));
  const absent = start === AFTER_ABSENT ? [{ at: ABSENT, text: valueWords(undefined) }] : [];
  return { kind: isLog ? "log" : "linear", place, ticks: [...absent, ...apart(ticks)] };
}

/** Whether ascending numbers are spread more evenly in their logarithms, over a factor of ten at least. */
export function isLogSpread(numbers: readonly number[]): boolean {
  const [least, most] = [numbers[0] as number, numbers.at(-1) as number];
  if (least <= 0 || most / least < 10) return false;
  return largestGap(numbers.map(Math.log)) < largestGap(numbers);
}

/** The largest distance of neighbors, as a part of the whole. */
function largestGap(numbers: readonly number[]): number {
  const gaps = numbers.slice(1).map((value, i) => value - (numbers[i] as number));
  return Math.max(...gaps) / ((numbers.at(-1) as number) - (numbers[0] as number));
}

function choiceScale(values: readonly AxisValue[]): Scale {
  const place = (value: AxisValue) => {
    const found = values.indexOf(value);
    return found === -1 ? undefined : (found + 0.5) / values.length;
  };
  const ticks = values.map((value) => ({ at: place(value) as number, text: valueWords(value) }));
  return { kind: "choice", place, ticks };
}

/** Round numbers from one to another; of a logarithmic scale these are logarithms. */
function roundNumbers(from: number, to: number, isLog: boolean): readonly number[] {
  if (isLog) {
    const powers = multiples(Math.max(1, Math.ceil((to - from) / 6)), from, to);
    if (powers.length > 2) return powers.map((power) => Number(`1e${power}`));
    const all = multiples(1, Math.floor(from), to).flatMap((power) =>
      [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
    );
    const within = all.filter((value) => Math.log10(value) >= from && Math.log10(value) <= to);
    // within a small part of a power of ten they are as on a linear scale
    return within.length > 2 ? within : roundNumbers(10 ** from, 10 ** to, false);
  }
  const rough = (to - from) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power;
  return multiples(step, from, to);
}

function multiples(step: number, from: number, to: number): readonly number[] {
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Ticks that are far enough from the one before; the others are left out. */
function apart(ticks: Scale["ticks"]): Scale["ticks"] {
  const kept: Scale["ticks"][number][] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || tick.at - last.at >= TICK_GAP) kept.push(tick);
  }
  return kept;
}
