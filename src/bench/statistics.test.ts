import { expect, test } from "vitest";
import { compare, quantile, summarize } from "./statistics.ts";

test("quantiles lie between the numbers as NumPy's default has them", () => {
  // numpy.quantile([1, 2, 4, 8, 16, 32], [0, .25, .5, .75, 1])
  const numbers = [8, 1, 32, 2, 16, 4];
  expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(numbers, p))).toEqual([1, 2.5, 6, 14, 32]);
  expect(quantile([3], 0.25)).toBe(3);
});

test("times are those of all rounds together", () => {
  expect(summarize([[5, 1], [3], [2, 4]], 7)).toEqual({
    medianMs: 3,
    minMs: 1,
    lowerMs: 2,
    upperMs: 4,
    maxMs: 5,
    samples: 5,
    peakMiB: 7,
  });
});

test("a ratio is the peer's median over ours, its range that of single rounds", () => {
  // the machine was half as fast in the second round, for both
  const ours = [
    [10, 10, 10],
    [20, 20, 20],
  ];
  const peer = [
    [20, 20, 20],
    [50, 50, 50],
  ];
  const { ratio, ratioRange } = compare(peer, null, ours);
  expect(ratio).toBeCloseTo(35 / 15);
  expect(ratioRange).toEqual([2, 2.5]);
});
