import { describe, expect, test } from "vitest";
import { samplingErrors } from "../../../test/support/tolerances.ts";
import { mixupOf } from "./mixup.ts";

const COUNT = 4000;
const sharesOf = (alpha: number) =>
  Array.from(
    { length: COUNT },
    (_, step) => mixupOf({ seed: 1, step }, { alpha, batchSize: 2 }).share,
  );
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

describe.each([0.2, 1, 4])("shares of Beta(α, α), α %d", (alpha) => {
  const shares = sharesOf(alpha);
  const deviations = shares.map((share) => share - 0.5);
  // of Beta(α, α): variance 1/(4(2α + 1)), fourth central moment 3/(16(2α + 1)(2α + 3))
  const variance = 1 / (4 * (2 * alpha + 1));
  const fourth = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3));

  test("lie between 0 and 1", () => {
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });

  test("have its mean, variance and fourth moment", () => {
    expect([mean(shares)]).toBeAllclose([0.5], {
      absolute: samplingErrors * Math.sqrt(variance / COUNT),
    });
    expect([mean(deviations.map((d) => d ** 2))]).toBeAllclose([variance], {
      absolute: samplingErrors * Math.sqrt((fourth - variance ** 2) / COUNT),
    });
    // the eighth moment is below the sixteenth part of the fourth
    expect([mean(deviations.map((d) => d ** 4))]).toBeAllclose([fourth], {
      absolute: samplingErrors * Math.sqrt(fourth / 16 / COUNT),
    });
  });
});

test("of a small α there are numbers, however small the gamma numbers become", () => {
  const shares = sharesOf(1e-4);
  expect(shares.every(Number.isFinite)).toBe(true);
  const ends = shares.filter((share) => share < 1e-3 || share > 1 - 1e-3);
  expect(ends.length).toBeGreaterThan(0.98 * COUNT);
});

test("partners are a permutation, another one each step, the same for the same seed and step", () => {
  const of = (seed: number, step: number) =>
    mixupOf({ seed, step }, { alpha: 1, batchSize: 32 }).partners;
  expect([...of(1, 1)].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, i) => i));
  expect(of(1, 1)).toEqual(of(1, 1));
  expect(of(1, 1)).not.toEqual(of(1, 2));
  expect(of(1, 1)).not.toEqual(of(2, 1));
});
