import { expect, test } from "vitest";
import { randomStream } from "../../../../random.ts";
import { MOST_POINTS, minimalFiltering } from "./minimal-filtering.ts";

const cases = [1, 2, 3, 4, 5].flatMap((m) =>
  [1, 2, 3, 4].flatMap((r) => (m + r - 1 <= MOST_POINTS && m + r > 2 ? [[m, r] as const] : [])),
);
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

test.each(cases)("F(%i, %i) filters", (m, r) => {
  const { points, data, kernel, outputs } = minimalFiltering(m, r);
  expect(points).toBe(m + r - 1);
  const random = randomStream(0, `F(${m}, ${r})`);
  const d = Array.from({ length: points }, () => random.uniform());
  const g = Array.from({ length: r }, () => random.uniform());
  const products = data.map((row, f) => dot(row, d) * dot(kernel[f]!, g));
  const y = Array.from({ length: m }, (_, i) =>
    dot(
      products,
      outputs.map((row) => row[i]!),
    ),
  );
  const direct = y.map((_, i) => dot(g, d.slice(i, i + r)));
  expect(y).toBeAllclose(direct, { relative: 1e-13 });
});

test("F(2, 3) is the paper's, up to the sign of its last data row", () => {
  expect(minimalFiltering(2, 3)).toEqual({
    points: 4,
    data: [
      [-1, 0, 1, 0],
      [0, 1, 1, 0],
      [0, -1, 1, 0],
      [0, -1, 0, 1],
    ],
    kernel: [
      [-1, -0, -0],
      [0.5, 0.5, 0.5],
      [0.5, -0.5, 0.5],
      [0, 0, 1],
    ],
    outputs: [
      [1, 0],
      [1, 1],
      [1, -1],
      [0, 1],
    ],
  });
});

test("F(4, 3) amplifies rounding by 2.96 at most: the tolerance of convolutions by it", () => {
  const { data, kernel, outputs } = minimalFiltering(4, 3);
  const squares = (row: readonly number[]) => dot(row, row);
  const ofOutput = [0, 1, 2, 3].map((i) =>
    Math.sqrt(
      outputs.reduce(
        (sum, row, f) => sum + row[i]! ** 2 * squares(kernel[f]!) * squares(data[f]!),
        0,
      ) / 3,
    ),
  );
  expect(Math.max(...ofOutput)).toBeCloseTo(2.96, 2);
});
