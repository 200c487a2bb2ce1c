import { expect, test } from "vitest";
import { imageSizes } from "./image-sizes.ts";

test("a few other files do not change the median, wherever they stand", () => {
  const many = Array.from({ length: 20 }, () => 64);
  for (const sides of [
    [8, ...many, 512],
    [...many, 8, 512],
    [512, 8, ...many],
  ]) {
    expect(imageSizes(sides)).toEqual({
      ...{ median: 64, ofMedian: 20, least: 8, greatest: 512, different: 3, files: 22 },
    });
  }
});

test("the median is one of the sizes, the smaller one of two; of no file there is none", () => {
  expect(imageSizes([100, 30])?.median).toBe(30);
  expect(imageSizes([9, 100, 30, 31])?.median).toBe(30);
  expect(imageSizes([])).toBe(undefined);
});
