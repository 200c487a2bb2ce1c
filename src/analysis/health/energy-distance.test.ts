/** The energy distance, against its other definition and closed forms. */
import { expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { energyDistance, meanDistanceWithin, type Rows } from "./energy-distance.ts";

const rows = (...all: readonly (readonly number[])[]): Rows =>
  all.map((row) => Float64Array.from(row));

test("of single points it is twice their distance", () => {
  expect(energyDistance(rows([1, 2]), rows([4, 6]))).toBe(10);
  expect(meanDistanceWithin(rows([1, 2]))).toBe(0);
});

test("in one dimension it is 2 ∫ (F − G)²", () => {
  const [a, b] = [
    [0, 0.3, 1, 2.5],
    [0.5, 0.7, 3],
  ] as const;
  // the samples themselves as distributions: pairs of a row with itself count
  const biased =
    energyDistance(rows(...a.map((x) => [x])), rows(...b.map((x) => [x]))) +
    meanDistanceWithin(rows(...a.map((x) => [x]))) / a.length +
    meanDistanceWithin(rows(...b.map((x) => [x]))) / b.length;
  const share = (all: readonly number[], x: number) =>
    all.filter((y) => y <= x).length / all.length;
  const places = [...a, ...b].sort((x, y) => x - y);
  const integral = places
    .slice(1)
    .map((right, i) => (right - places[i]!) * (share(a, places[i]!) - share(b, places[i]!)) ** 2)
    .reduce((sum, one) => sum + one, 0);
  expect(biased).toBeCloseTo(2 * integral, 12);
});

test("of two samples of one distribution it is 0 on average, of either sign", () => {
  const stream = randomStream(1, "energy");
  const sample = () =>
    Array.from({ length: 8 }, () => Float64Array.from(stream.fillNormal(new Float32Array(3))));
  const found = Array.from({ length: 400 }, () => energyDistance(sample(), sample()));
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
  const error = Math.sqrt(found.reduce((sum, one) => sum + (one - mean) ** 2, 0)) / found.length;
  expect(Math.abs(mean)).toBeLessThan(4 * error);
  expect(Math.min(...found)).toBeLessThan(0);
});
