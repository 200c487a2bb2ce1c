/** Measures against NumPy and SciPy (scripts/golden/zero-shot.py), and what follows from their definitions. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { accuraciesOf, contestsOf } from "./accuracy.ts";
import { areaUnder, bestPoint, type CurvePoint, seenUnseenCurve } from "./curve.ts";
import { meanInterval, studentQuantile } from "./interval.ts";

interface GoldenPoint extends CurvePoint {
  readonly factor: number;
  readonly harmonic: number;
}
interface Golden {
  readonly measures: {
    readonly seen: readonly number[];
    readonly unseen: readonly number[];
    readonly labels: readonly number[];
    readonly logits: readonly (readonly number[])[];
    readonly points: readonly GoldenPoint[];
    readonly zeroShot: number;
    readonly curve: readonly GoldenPoint[];
    readonly area: number;
  };
  readonly students: readonly { coverage: number; freedom: number; quantile: number }[];
  readonly interval: {
    readonly values: readonly number[];
    readonly low: number;
    readonly high: number;
  };
}
const url = new URL("../../../test/golden/zero-shot.json", import.meta.url);
const { measures, students, interval } = JSON.parse(readFileSync(url, "utf8")) as Golden;
const { labels, points, curve, area } = measures;
const groups = { seen: measures.seen, unseen: measures.unseen };
const logits = Float32Array.from(measures.logits.flat());

test.each(points)(
  "accuracies with factor $factor and bias $bias",
  ({ factor, bias, ...golden }) => {
    const found = accuraciesOf(contestsOf(logits, labels, groups, factor), groups, bias);
    const { seen, unseen, harmonic, zeroShot } = found;
    expect([seen, unseen, harmonic, zeroShot]).toBeAllclose(
      [golden.seen, golden.unseen, golden.harmonic, measures.zeroShot],
      float64Golden,
    );
  },
);

test("the seen-unseen curve is what the accuracies at each bias are", () => {
  const contests = contestsOf(logits, labels, groups);
  const found = seenUnseenCurve(contests, groups);
  expect(found.map(({ seen }) => seen)).toBeAllclose(
    curve.map(({ seen }) => seen),
    float64Golden,
  );
  expect(found.map(({ unseen }) => unseen)).toBeAllclose(
    curve.map(({ unseen }) => unseen),
    float64Golden,
  );
  expect(areaUnder(found)).toBeCloseTo(area, 12);
  const best = bestPoint(found);
  const { harmonic } = accuraciesOf(contests, groups, best.bias);
  expect(harmonic).toBeCloseTo(Math.max(...curve.map((point) => point.harmonic)), 12);
});

test("of equal logits, those of a seen class win, and examples that are equally far ahead move together", () => {
  const [seen, unseen] = [[0], [1]];
  const equal = contestsOf(Float32Array.of(1, 1, 1, 1), [0, 1], { seen, unseen });
  expect(accuraciesOf(equal, { seen, unseen })).toEqual({
    ...{ seen: 1, unseen: 0, harmonic: 0, zeroShot: 1 },
  });
  const points = seenUnseenCurve(equal, { seen, unseen });
  expect(points.map(({ seen, unseen }) => [seen, unseen])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(areaUnder(points)).toBe(0.5);
});

test("classes of any size count the same", () => {
  // three examples of class 0, of which one is right, and one of class 1, which is right
  const logits = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0);
  const contests = contestsOf(logits, [0, 0, 0, 1], { seen: [0, 1], unseen: [2] });
  expect(accuraciesOf(contests, { seen: [0, 1], unseen: [2] }).seen).toBeCloseTo(2 / 3, 12);
});

test.each(students)("Student's $coverage with $freedom degrees of freedom", (golden) => {
  expect([studentQuantile(golden.coverage, golden.freedom)]).toBeAllclose(
    [golden.quantile],
    float64Golden,
  );
});

test("the interval of a mean is SciPy's; a single value has none", () => {
  const { mean, half, count } = meanInterval(interval.values);
  expect(count).toBe(interval.values.length);
  expect([mean - half!, mean + half!]).toBeAllclose([interval.low, interval.high], float64Golden);
  expect(meanInterval([0.25])).toEqual({ mean: 0.25, half: null, count: 1 });
});
