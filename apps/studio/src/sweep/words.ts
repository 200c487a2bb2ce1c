/** What plots of a sweep show, in sentences. */

import { medianOf } from "../../../../src/statistics/median.ts";
import { rankCorrelation } from "../../../../src/statistics/rank-correlation.ts";
import { formatNumber } from "../shared/format.ts";
import { type AxisValue, distinct, valueWords } from "./axis-values.ts";

/** A run in a scatter plot. */
export interface Dot {
  readonly x: AxisValue;
  readonly y: number;
  /** What it is called. */
  readonly name: string;
}

/** Fewest dots whose order is said to go with the axis, and most values of an axis whose medians are told. */
const [FEWEST, MOST_MEDIANS] = [6, 8];

/** Sentences on dots: their ends, and the medians of the axis' values or how their order goes with the axis. */
export function scatterWords(dots: readonly Dot[], axis: string, measure: string): string {
  if (dots.length === 0) return `No run that has ended has recorded ${measure}.`;
  const sorted = [...dots].sort((a, b) => a.y - b.y);
  const at = ({ x, y }: Dot) => `${formatNumber(y)} at ${axis} ${valueWords(x)}`;
  const [least, most] = [sorted[0] as Dot, sorted.at(-1) as Dot];
  const count = dots.length === 1 ? "1 run" : `${dots.length} runs`;
  const ends = `${measure} of ${count} by ${axis}: the least is ${at(least)}, the greatest ${at(most)}.`;
  return [ends, ...courseWords(dots, axis)].join(" ");
}

function courseWords(dots: readonly Dot[], axis: string): readonly string[] {
  const values = distinct(dots.map(({ x }) => x));
  if (values.length < 2 || dots.length < FEWEST) return [];
  if (values.length <= MOST_MEDIANS) {
    const medians = values.map((value) => {
      const median = medianOf(dots.flatMap(({ x, y }) => (x === value ? y : [])));
      return `${formatNumber(median)} at ${valueWords(value)}`;
    });
    return [`Medians: ${medians.join(", ")}.`];
  }
  const numbers = dots.flatMap(({ x, y }) => (typeof x === "number" ? [[x, y] as const] : []));
  if (numbers.length < FEWEST) return [];
  const rank = rankCorrelation(
    numbers.map(([one]) => one),
    numbers.map(([, other]) => other),
  );
  const side = rank > 0 ? "greater" : "smaller";
  const how =
    Math.abs(rank) < 0.3
      ? `neither rises nor falls steadily with ${axis}`
      : `tends to be ${side} where ${axis} is greater`;
  return [`It ${how} (rank correlation ${rank.toFixed(2)}).`];
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
