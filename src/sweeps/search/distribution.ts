/** Distributions that an axis of a sweep may have. */
import { z } from "zod";
import type { RandomStream } from "../../random.ts";

/** What a file says of a distribution; what the schema alone cannot say is in {@link distributionProblems}. */
export const distributionSchema = z.strictObject({
  name: z
    .enum(["uniform", "log-uniform", "choice"])
    .describe("uniform, or uniform in the logarithm, from one number to another; or one of values"),
  from: z.number().optional().describe("the least value"),
  to: z.number().optional().describe("the largest value"),
  step: z.number().positive().optional().describe("only from, from + step, from + 2·step, …"),
  values: z.array(z.unknown()).min(1).optional().describe("of choice: the values"),
  count: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe("so many values are drawn once, for a grid; default: they are drawn by the search"),
  seed: z.int().default(0).describe("with count: determines the values"),
});

/** A distribution as a file has it. */
export type Distribution = Readonly<z.output<typeof distributionSchema>>;

/** Digits of a number that is drawn: it stands in configs, tables and names. */
const DIGITS = 6;

/** What is wrong with a distribution. */
export function distributionProblems({ name, from, to, step, values }: Distribution): string[] {
  const given = { from, to, step, values };
  const keysOf = (wanted: boolean) =>
    Object.entries(given).flatMap(([key, value]) =>
      (value !== undefined) === wanted ? [key] : [],
    );
  const got = keysOf(true).join(", ") || "nothing";
  if (name === "choice") {
    return values !== undefined && keysOf(true).length === 1
      ? []
      : [`distribution: choice must have values alone, got ${got}`];
  }
  if (from === undefined || to === undefined || values !== undefined) {
    return [`distribution: ${name} must have from and to, got ${got}`];
  }
  if (to <= from) return [`distribution.to must be greater than ${from}, got ${to}`];
  if (name === "log-uniform" && step !== undefined) {
    return ["distribution: log-uniform must have no step"];
  }
  if (name === "log-uniform" && from <= 0) {
    return [`distribution.from must be positive, as its logarithm is drawn, got ${from}`];
  }
  if (step !== undefined && step > to - from) {
    return [`distribution.step must be at most ${to - from}, got ${step}`];
  }
  return [];
}

/** The value at the part `u` in [0, 1] of a distribution's mass. */
export function valueAt(distribution: Distribution, u: number): unknown {
  const { name, values = [] } = distribution;
  if (name === "choice") return values[Math.min(values.length - 1, Math.floor(u * values.length))];
  const { from, to, step } = bounds(distribution);
  if (name === "log-uniform") return neat(from * (to / from) ** u);
  if (step === undefined) return neat(from + (to - from) * u);
  const steps = Math.floor((to - from) / step + 1e-9);
  return Number((from + step * Math.min(steps, Math.floor(u * (steps + 1)))).toPrecision(12));
}

/** So many values, drawn once. */
export function drawnValues(
  distribution: Distribution,
  count: number,
  stream: RandomStream,
): readonly unknown[] {
  return Array.from({ length: count }, () => valueAt(distribution, stream.uniform()));
}

/**
 * Where a value lies in the unit cube: numbers by the part of the mass below them, each value of a choice 1 away from
 * any other. A value that is not there lies in the middle.
 */
export function coordinatesOf(distribution: Distribution, value: unknown): readonly number[] {
  const { name, values = [] } = distribution;
  if (name === "choice") {
    return values.map((one) => (value === undefined ? 0.5 : one === value ? Math.SQRT1_2 : 0));
  }
  if (typeof value !== "number") return [0.5];
  const { from, to } = bounds(distribution);
  return [
    name === "log-uniform"
      ? Math.log(value / from) / Math.log(to / from)
      : (value - from) / (to - from),
  ];
}

function bounds({ from = 0, to = 1, step }: Distribution) {
  return { from, to, step };
}

function neat(x: number): number {
  return Number(x.toPrecision(DIGITS));
}
