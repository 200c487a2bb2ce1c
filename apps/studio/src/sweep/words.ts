/** What plots of a sweep show, in sentences. */
import { formatNumber } from "../shared/format.ts";
import { type AxisValue, distinct, valueWords } from "./axis-values.ts";

/** A run in a scatter plot. */
export interface Dot {
  readonly x: AxisValue;
  readonly y: number;
  /** What it is called. */
  readonly name: string;
}

/** Fewest dots whose order is said to go with the axis. */
const FEWEST = 6;

/** A sentence on dots: their ends, and how their order goes with the axis. */
export function scatterWords(dots: readonly Dot[], axis: string, measure: string): string {
  if (dots.length === 0) return `No run that has ended has recorded ${measure}.`;
  const sorted = [...dots].sort((a, b) => a.y - b.y);
  const at = ({ x, y }: Dot) => `${formatNumber(y)} at ${axis} ${valueWords(x)}`;
  const [least, most] = [sorted[0] as Dot, sorted.at(-1) as Dot];
  const ends = `${measure} of ${dots.length} runs by ${axis}: the least is ${at(least)}, the greatest ${at(most)}.`;
  const numbers = dots.flatMap(({ x, y }) => (typeof x === "number" ? [[x, y] as const] : []));
  if (numbers.length < FEWEST || new Set(numbers.map(([x]) => x)).size < 2) return ends;
  const rank = rankCorrelation(numbers);
  const side = rank > 0 ? "greater" : "smaller";
  const how =
    Math.abs(rank) < 0.3
      ? `hardly goes with ${axis}`
      : `tends to be ${side} where ${axis} is greater`;
  return `${ends} It ${how} (rank correlation ${rank.toFixed(2)}).`;
}

/**
 * Spearman's rank correlation of pairs, equal values having the mean of their ranks; 0 where one side is constant.
 */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const [x, y] = [ranks(pairs.map(([one]) => one)), ranks(pairs.map(([, one]) => one))];
  const mean = (pairs.length + 1) / 2;
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + (value - mean) * ((b[i] as number) - mean), 0);
  const size = Math.sqrt(product(x, x) * product(y, y));
  return size === 0 ? 0 : product(x, y) / size;
}

function ranks(values: readonly number[]): readonly number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/** What some points have on an axis, in words: `0.1 to 0.3`, `hinge or wasserstein`, `any`. */
export function rangeWords(some: readonly AxisValue[], all: readonly AxisValue[]): string {
  const [here, there] = [distinct(some), distinct(all)];
  if (here.length === there.length && here.length > 1) return "any";
  if (here.length > 2 && here.every((value) => typeof value === "number")) {
    return `${valueWords(here[0])} to ${valueWords(here.at(-1))}`;
  }
  return here.map(valueWords).join(" or ");
}
