import type { Builder, Value } from "../graph/index.ts";

/** Exponential moving average: decay·average + (1 − decay)·value. */
export function movingAverage(g: Builder, average: Value, value: Value, decay: number): Value {
  return g.add(g.mul(average, decay), g.mul(value, 1 - decay));
}
