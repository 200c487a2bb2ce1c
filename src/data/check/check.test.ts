import { expect, test } from "vitest";
import { checkDataset } from "./check.ts";

test("points: the range, mean and standard deviation of each coordinate", async () => {
  const report = await checkDataset({ name: "ring", count: 40_000 });
  expect(report).toMatchObject({
    dtype: "float32",
    count: 40_000,
    blankCount: 0,
    duplicates: { count: 0 },
    warnings: [],
  });
  expect(report.classCounts.map(({ count }) => count)).toEqual(new Array(8).fill(5000));
  // Equally many around each center: mean 0, variance 2²/2 + 0.05²; four standard errors of the noise.
  for (const { mean, std, least, greatest } of report.channelStatistics) {
    expect(Math.abs(mean)).toBeLessThan((4 * 0.05) / Math.sqrt(40_000));
    expect(Math.abs(std - Math.sqrt(2 + 0.05 ** 2))).toBeLessThan((4 * 0.05) / Math.sqrt(40_000));
    expect([least, greatest]).toBeAllclose([-2.2, 2.2], { absolute: 0.1 });
  }
  expect(report.range).toEqual([
    Math.min(...report.channelStatistics.map(({ least }) => least)),
    Math.max(...report.channelStatistics.map(({ greatest }) => greatest)),
  ]);
});

test("few points are told", async () => {
  const { warnings } = await checkDataset({ name: "moons", count: 1 });
  expect(warnings).toEqual([
    "Only 1 point: the discriminator may learn them by heart.",
    "Classes without a point: lower.",
  ]);
});
