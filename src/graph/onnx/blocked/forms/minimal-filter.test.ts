import { expect, test } from "vitest";
import { minimalFilter } from "./minimal-filter.ts";

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

test("F(4, 3) at 0, ±1, ±2 has the matrices of the paper (Lavin & Gray 2016, section 4.3), with its signs", () => {
  const { data, filter, ends } = minimalFilter(4, 3, [0, 1, -1, 2, -2]);
  expect(data).toEqual([
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
  ]);
  expect(filter.flat()).toBeAllclose(
    [
      ...[1 / 4, 0, 0],
      ...[-1 / 6, -1 / 6, -1 / 6],
      ...[-1 / 6, 1 / 6, -1 / 6],
      ...[1 / 24, 1 / 12, 1 / 6],
      ...[1 / 24, -1 / 12, 1 / 6],
      ...[0, 0, 1],
    ],
    { absolute: 1e-16 },
  );
  expect(ends[0]).toEqual([1, 0, 0, 0]);
  expect(ends[4]).toEqual([1, -2, 4, -8]);
  expect(ends[5]).toEqual([0, 0, 0, 1]);
});

test.each([
  [4, 3, [0, 1, -1, 2, -2]],
  [4, 2, [0, 1, -1, 2]],
  [2, 2, [0, 1]],
  [2, 3, [0, 1, -1]],
])("F(%i, %i) is the filter", (m, r, points) => {
  const { data, filter, ends } = minimalFilter(m, r, points);
  const d = Array.from({ length: m + r - 1 }, (_, i) => Math.sin(3 * i + 1));
  const g = Array.from({ length: r }, (_, i) => Math.cos(2 * i));
  const products = data.map((row, i) => dot(row, d) * dot(filter[i]!, g));
  for (let k = 0; k < m; k++) {
    const found = products.reduce((sum, x, i) => sum + x * ends[i]![k]!, 0);
    expect(found).toBeCloseTo(dot(d.slice(k, k + r), g), 12);
  }
});
