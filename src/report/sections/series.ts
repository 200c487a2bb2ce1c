/** Measures of runs over time, and their bands over seeds. */

import type { JsonLine } from "../../files/index.ts";
import { bandOf } from "../../runs/experiments/index.ts";

/** A measure over generator steps. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The least and the greatest of several seeds. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
}

const counters = ["gStep", "dStep", "images", "time"];

/** The names of all measures in records, in the order in which they first appear. */
export function measureNames(runs: readonly (readonly JsonLine[])[]): readonly string[] {
  const names = new Set<string>();
  for (const record of runs.flat()) {
    for (const [name, value] of Object.entries(record)) {
      if (!counters.includes(name) && isNumber(value)) names.add(name);
    }
  }
  return [...names];
}

/** A measure of one run, as it was recorded; `NaN` and infinities too. */
export function curveOf(records: readonly JsonLine[], measure: string): Curve {
  const found = records.filter((record) => isNumber(record.gStep) && isNumber(record[measure]));
  return {
    x: found.map((record) => Number(record.gStep)),
    y: found.map((record) => Number(record[measure])),
  };
}

/**
 * A measure of several runs: at each step that any of them recorded the mean of those that did, with the
 * least and the greatest. A run that ended early is in the mean up to its end.
 */
export function meanCurve(curves: readonly Curve[]): Curve {
  const [only] = curves;
  if (curves.length === 1 && only !== undefined) return only;
  const at = new Map<number, number[]>();
  for (const { x, y } of curves) {
    for (const [i, step] of x.entries()) at.set(step, [...(at.get(step) ?? []), y[i] as number]);
  }
  const steps = [...at.keys()].sort((a, b) => a - b);
  const bands = steps.map((step) => bandOf(at.get(step) as number[]));
  return {
    x: steps,
    y: bands.map(({ mean }) => mean),
    band: { low: bands.map(({ least }) => least), high: bands.map(({ most }) => most) },
  };
}

/** JSON has no word for what is not finite; the files have these texts. */
function isNumber(value: unknown): boolean {
  return (
    typeof value === "number" || value === "NaN" || value === "Infinity" || value === "-Infinity"
  );
}

/** Whether a measure is one of several layers'. */
export const isPerLayer = (measure: string) => /^(sigma|gradNorm)\//.test(measure);
