import { describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { modeCoverage } from "./modes.ts";

/** Four modes at the corners of a square of side 2. */
const square = {
  centers: [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
  ],
  std: 0.125,
} as const;

const points = (...places: readonly (readonly [number, number])[]) =>
  Float64Array.from(places.flat());

describe("known answers", () => {
  test("one point on every center: all covered, evenly", () => {
    expect(modeCoverage(points(...square.centers), square)).toEqual({
      points: 4,
      modes: 4,
      covered: 4,
      highQuality: 1,
      shares: [0.25, 0.25, 0.25, 0.25],
      divergence: 0,
    });
  });

  test("everything in one mode: a divergence of ln K", () => {
    expect(modeCoverage(points([1, 1], [1.1, 0.9], [1, 1.3]), square)).toEqual({
      points: 3,
      modes: 4,
      covered: 1,
      highQuality: 1,
      shares: [1, 0, 0, 0],
      divergence: Math.log(4),
    });
  });

  test("3 and 1 points in two modes, 4 of low quality", () => {
    const drawn = points(
      ...([
        [1, 1],
        [1.2, 1.2],
        [0.8, 1],
        [-1, -1],
      ] as const),
      ...([
        [0, 0],
        [1, 0],
        [5, 5],
        [-1.3, 0.7],
      ] as const),
    );
    // SciPy: entropy([0.75, 0, 0.25, 0], [0.25] * 4); (−1.3, 0.7) is 3.39 standard deviations away.
    expect(modeCoverage(drawn, square)).toEqual({
      points: 8,
      modes: 4,
      covered: 2,
      highQuality: 0.5,
      shares: [0.375, 0, 0.125, 0],
      divergence: expect.closeTo(0.8239592165010823, 14),
    });
  });

  test("three standard deviations are within, a little more is not", () => {
    expect(modeCoverage(points([1.375, 1]), square).highQuality).toBe(1);
    expect(modeCoverage(points([1.375 + 1e-12, 1]), square).highQuality).toBe(0);
    expect(modeCoverage(points([1, 1 - 0.375]), square).highQuality).toBe(1);
  });

  test("where modes overlap, a point belongs to the nearest one", () => {
    const close = {
      centers: [
        [0, 0],
        [1, 0],
      ] as const,
      std: 1,
    };
    expect(modeCoverage(points([0.4, 0], [0.6, 0], [0.9, 2]), close).shares).toEqual([
      1 / 3,
      2 / 3,
    ]);
  });

  test("no point of high quality: nothing covered, no divergence", () => {
    const bad = points([0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1]);
    const nothing = { covered: 0, highQuality: 0, shares: [0, 0, 0, 0], divergence: null };
    expect(modeCoverage(bad, square)).toEqual({ points: 3, modes: 4, ...nothing });
  });
});

test("of points of the mixture itself 98.9 % are of high quality, evenly spread", () => {
  const stream = randomStream(0, "points");
  const count = 20_000;
  const drawn = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const [x, y] = square.centers[stream.integer(4)]!;
    drawn[2 * i] = x + square.std * stream.normal();
    drawn[2 * i + 1] = y + square.std * stream.normal();
  }
  const { covered, highQuality, shares, divergence } = modeCoverage(drawn, square);
  const expected = 1 - Math.exp(-4.5);
  expect(covered).toBe(4);
  // Four standard errors of a share p of n: √(p(1 − p)/n).
  const error = (p: number) => 4 * Math.sqrt((p * (1 - p)) / count);
  expect(Math.abs(highQuality - expected)).toBeLessThan(error(expected));
  for (const share of shares) {
    expect(Math.abs(share - expected / 4)).toBeLessThan(error(expected / 4));
  }
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(highQuality, 12);
  // 2n·KL has a chi-square distribution with 3 degrees of freedom: above 16.27 with p = 0.001.
  expect(2 * count * highQuality * (divergence ?? 1)).toBeLessThan(16.27);
});

test("refuses what is no list of points or no mixture", () => {
  for (const values of [new Float32Array(3), new Float32Array(0)]) {
    expect(() => modeCoverage(values, square)).toThrowError(
      `modeCoverage: points must be [N, 2] with N 1 or more, got ${values.length} values`,
    );
  }
  expect(() =>
    modeCoverage(points([0, 0]), { centers: [], std: 1 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: modeCoverage: the mixture must have a center and a std above 0, got 0 centers and std 1]`,
  );
  expect(() => modeCoverage(points([0, 0]), { ...square, std: 0 })).toThrowError("std 0");
});
