/** The aspects of images, against values by hand. */
import { expect, test } from "vitest";
import { aspectsOf } from "./index.ts";

/** An image of one channel from its pixels. */
const image = (height: number, width: number, of: (y: number, x: number) => number) =>
  Float32Array.from({ length: height * width }, (_, i) => of(Math.floor(i / width), i % width));

test("a ramp: means of its parts, and its slope at every resolution", () => {
  // rises by 1 a pixel to the right; a pixel of the next resolution is two wide
  const [ramp] = aspectsOf(
    image(16, 16, (_, x) => x),
    [1, 16, 16],
  );
  const columns = [1.5, 5.5, 9.5, 13.5];
  expect([...ramp!.layout]).toEqual([...columns, ...columns, ...columns, ...columns]);
  // the last column has no pixel to its right: of 8, 4 and 2 columns of a quarter, one is 0
  const quarters = (step: number, size: number) => {
    const last = step * Math.sqrt(1 - 1 / size);
    return [step, last, step, last];
  };
  const expected = [...quarters(1, 8), ...quarters(2, 4), ...quarters(4, 2)];
  expect(ramp!.slopes.length).toBe(expected.length);
  for (const [i, slope] of expected.entries()) expect(ramp!.slopes[i]).toBeCloseTo(slope, 12);
  expect(ramp!.mean).toBeCloseTo(7.5, 6);
  expect(ramp!.meanSquare).toBeCloseTo((15 * 31) / 6, 4);
});

test("a checkerboard has slopes at full resolution only", () => {
  const [board] = aspectsOf(
    image(8, 8, (y, x) => (-1) ** (x + y)),
    [1, 8, 8],
  );
  expect([...board!.layout].every((mean) => mean === 0)).toBe(true);
  expect(board!.slopes.slice(0, 4).every((slope) => slope > 2)).toBe(true);
  expect([...board!.slopes.slice(4)]).toEqual([0, 0, 0, 0]);
});

test("channels and images are apart, sizes may be odd and as small as a pixel", () => {
  const [first, second] = aspectsOf(Float32Array.of(1, 2, 3, 4), [2, 1, 1]);
  expect([first, second].map((one) => [...one!.layout])).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(first!.slopes.length).toBe(0);
  for (const [height, width] of [
    [7, 9],
    [2, 2],
    [1, 5],
    [3, 64],
  ] as const) {
    const [flat, ...others] = aspectsOf(new Float32Array(3 * height * width).fill(0.5), [
      3,
      height,
      width,
    ]);
    expect(others).toEqual([]);
    expect(new Set(flat!.layout)).toEqual(new Set([0.5]));
    expect(flat!.slopes.length).toBeGreaterThan(0);
    expect(new Set(flat!.slopes)).toEqual(new Set([0]));
  }
});
