import { expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { drawLatent } from "./latent.ts";
import { truncate } from "./truncation.ts";

const latent = { latentSize: 8 };
const drawn = (count: number) => drawLatent(latent, randomStream(3, "z"), count);
const truncated = (count: number, threshold: number) =>
  truncate(latent, drawn(count), threshold, randomStream(3, "t"));

test.each([
  // variances of scipy.stats.truncnorm(-t, t), SciPy 1.17.1
  [0.5, 0.08059],
  [1, 0.29113],
  [2, 0.77374],
])("numbers up to ±%f have mean 0 and variance %f", (threshold, variance) => {
  const z = truncated(5000, threshold);
  expect(z.every((x) => Math.abs(x) <= threshold)).toBe(true);
  const mean = z.reduce((sum, x) => sum + x, 0) / z.length;
  const square = z.reduce((sum, x) => sum + x * x, 0) / z.length;
  // five standard errors, the second by the largest fourth moment that the threshold allows
  expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / z.length));
  expect(Math.abs(square - variance)).toBeLessThan(5 * threshold * Math.sqrt(variance / z.length));
});

test("numbers within the threshold stay, and the first images do not depend on the number of images", () => {
  const [before, after] = [drawn(100), truncated(100, 1)];
  for (const [i, x] of before.entries()) if (Math.abs(x) <= 1) expect(after[i]).toBe(x);
  expect(truncated(3, 1)).toEqual(after.subarray(0, 24));
  expect(truncated(100, 100)).toEqual(before);
});

test("uniform z and a threshold that is too small are refused", () => {
  const stream = randomStream(3, "t");
  expect(() =>
    truncate({ latentSize: 8, latentDistribution: "uniform" }, drawn(1), 1, stream),
  ).toThrow("truncation: must be omitted: z of this generator is uniform in [-1, 1)");
  for (const threshold of [0, -1, 0.001, Number.NaN]) {
    expect(() => truncate(latent, drawn(1), threshold, stream)).toThrow(
      `truncation: must be at least 0.01: below that, all images are alike, got ${threshold}`,
    );
  }
});
