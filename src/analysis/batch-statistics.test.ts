import { describe, expect, test } from "vitest";
import { gaussian } from "../../test/support/nn/matrices.ts";
import {
  diversity,
  imageNorms,
  lipschitzEstimate,
  rangeOf,
  separation,
} from "./batch-statistics.ts";
import { weightVariance } from "./weights/index.ts";
import { frobenius } from "./weights/weight-variance.ts";

test("separation: the means' difference, and the share on the right side of 0", () => {
  expect(separation([2, 1, -1], [-3, 0])).toEqual({ gap: 2 / 3 + 3 / 2, accuracy: 3 / 5 });
});

describe("the empirical Lipschitz constant", () => {
  const points = [0, 0, 3, 4, 0, 1, 0, 0];

  test("is the steepest chord, pairs of one image left out", () => {
    // chords: 5 over 5, 3 over 1, 2 over √18
    expect(lipschitzEstimate(points, [0, 5, 3, 9])).toBe(Math.max(5 / 5, 3 / 1, 4 / 5, 6 / 1));
  });

  test("is of images of one class", () => {
    expect(lipschitzEstimate(points, [0, 5, 3, 9], [0, 0, 1, 2])).toBe(1);
  });

  test("never exceeds that of the function, and reaches it along a linear one's slope", () => {
    const images = gaussian(20 * 3, "images");
    const slope = [1, -2, 2];
    const f = (i: number) => slope.reduce((sum, a, k) => sum + a * images[3 * i + k]!, 0);
    const outputs = Array.from({ length: 20 }, (_, i) => f(i));
    expect(lipschitzEstimate(images, outputs)).toBeLessThanOrEqual(3 + 1e-12);
    expect(lipschitzEstimate([0, 0, 0, ...slope], [0, 9])).toBe(3);
  });
});

test("diversity: 0 of one image, √2·std of independent numbers, the root of the mean square else", () => {
  expect(diversity([1, 2, 1, 2, 1, 2], 3)).toBe(0);
  expect(diversity([0, 0, 3, 4], 2)).toBe(Math.sqrt(25 / 2));
  // 190 pairs of 500 numbers: about 1/√10000 off
  expect(diversity(gaussian(20 * 500, "numbers"), 20)).toBeCloseTo(Math.SQRT2, 1);
});

test("norms of images, ranges, Frobenius norms", () => {
  expect(imageNorms([3, 4, 0, 0, 5, 12], 3)).toEqual(Float64Array.of(5, 0, 13));
  expect(rangeOf([3, -1, 4])).toEqual({ mean: 2, min: -1, max: 4 });
  expect(frobenius([1, -2, 2])).toBe(3);
});

test("variance about the mean, over LeCun's, Xavier's and Kaiming's", () => {
  const { variance, ...shares } = weightVariance([1, 3, 5, 7], { fanIn: 10, fanOut: 30 });
  expect(variance).toBe(5);
  expect(shares).toEqual({ lecun: 5 / (1 / 10), xavier: 5 / (2 / 40), kaiming: 5 / (2 / 10) });
});
