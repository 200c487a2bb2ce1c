/** Values of a sweep's axes, as pages list, sort and show them. */
import type { ConfigValue } from "../../../../src/studio/api.ts";
import type {
  SweepAnswer,
  SweepMeasure,
  SweepPoint,
  SweepRunAnswer,
} from "../../../../src/studio/sweeps/answers.ts";

/** A value on an axis; `undefined` where the axis does not apply. */
export type AxisValue = ConfigValue | undefined;

/** What runs of a sweep differ in: an axis, or their seed. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  /** All values that runs have, numbers ascending and others in the order of the sweep. */
  readonly values: readonly AxisValue[];
}

/** The key of the seeds among axes. */
export const SEED = "seed";

/** The value of a run on an axis, or its seed. */
export function axisValueOf(sweep: SweepAnswer, run: SweepRunAnswer, key: string): AxisValue {
  return key === SEED ? run.seed : sweep.points[run.point]?.values[key];
}

/** What runs of a sweep differ in; axes that have one value only are left out. */
export function choicesOf(sweep: SweepAnswer): readonly Choice[] {
  const keys = [...sweep.axes, { key: SEED, label: SEED }];
  return keys.flatMap(({ key, label }) => {
    const values = distinct(sweep.runs.map((run) => axisValueOf(sweep, run, key)));
    return values.length > 1 ? { key, label, values } : [];
  });
}

/** Each value once: numbers ascending, others after them in the order in which they first appear. */
export function distinct(values: readonly AxisValue[]): readonly AxisValue[] {
  const all = [...new Set(values)];
  const numbers = all.filter((value) => typeof value === "number").sort((a, b) => a - b);
  return [...numbers, ...all.filter((value) => typeof value !== "number")];
}

/** A value in words: numbers with at most four digits, `–` where the axis does not apply. */
export function valueWords(value: AxisValue): string {
  if (value === undefined) return "–";
  return typeof value === "number" ? `${Number(value.toPrecision(4))}` : `${value}`;
}

/** A point in words: `hinge, learningRate 0.001`. */
export function pointWords({ axes }: SweepAnswer, { values }: Pick<SweepPoint, "values">): string {
  const words = axes.flatMap(({ key, label }) =>
    Object.hasOwn(values, key) ? settingWords(label, values[key]) : [],
  );
  return words.join(", ") || "all";
}

/** A value with its axis: words alone, anything else with the label. */
export function settingWords(label: string, value: AxisValue): string {
  return typeof value === "string" ? value : `${label} ${valueWords(value)}`;
}

/** The measure that a page shows without being asked: of the sweep's goal, or of known direction, or that most have. */
export function mainMeasure(sweep: SweepAnswer): SweepMeasure | undefined {
  const metric = (sweep.halving ?? sweep.search)?.metric;
  const rank = ({ key, better, isShown }: SweepMeasure) => [
    Number(metric !== undefined && key.startsWith(`${metric} @`)),
    Number(better !== null),
    Number(isShown),
    sweep.points.filter(({ results }) => Object.hasOwn(results, key)).length,
  ];
  const ranked = sweep.measures.map((measure) => ({ measure, rank: rank(measure) }));
  ranked.sort((a, b) => {
    const place = a.rank.findIndex((value, i) => value !== b.rank[i]);
    return place === -1 ? 0 : (b.rank[place] as number) - (a.rank[place] as number);
  });
  return ranked[0]?.measure;
}

/** Which values of a measure are good, as far as it is known: by itself, or by what the sweep compares points. */
export function directionOf(
  { halving, search }: SweepAnswer,
  { key, better }: SweepMeasure,
): "lower" | "higher" | null {
  const goal = halving ?? search;
  if (goal === null || !key.startsWith(`${goal.metric} @`)) return better;
  return goal.mode === "min" ? "lower" : "higher";
}
