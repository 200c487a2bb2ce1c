import { expect, test } from "vitest";
import { createTally } from "./tally.ts";

test("pixels: the exact statistics of each channel, and whether an image is blank", () => {
  const tally = createTally({ dtype: "uint8", channels: 2 });
  expect(tally.add(Uint8Array.of(0, 2, 255, 255))).toBe(false);
  expect(tally.add(Uint8Array.of(4, 4, 255, 255))).toBe(true);
  expect(tally.add(Uint8Array.of(4, 4, 0, 255))).toBe(false);
  // NumPy: mean and std of [0, 2, 4, 4, 4, 4] and [255, 255, 255, 255, 0, 255].
  expect(tally.statistics()).toEqual([
    { mean: 3, std: expect.closeTo(1.5275252316519468, 12), least: 0, greatest: 4 },
    { mean: 212.5, std: expect.closeTo(95.03288904374106, 10), least: 0, greatest: 255 },
  ]);
});

test("points: the statistics of each coordinate", () => {
  const tally = createTally({ dtype: "float32", channels: 2 });
  for (const point of [
    [1, -0.5],
    [2, -0.5],
    [4, 0.25],
  ]) {
    tally.add(Float32Array.from(point));
  }
  // NumPy: mean and std of [1, 2, 4] and [−0.5, −0.5, 0.25].
  expect(tally.statistics()).toEqual([
    {
      mean: expect.closeTo(7 / 3, 14),
      std: expect.closeTo(1.247219128924647, 14),
      least: 1,
      greatest: 4,
    },
    { mean: -0.25, std: expect.closeTo(0.3535533905932738, 14), least: -0.5, greatest: 0.25 },
  ]);
});

test("far from zero, the standard deviation keeps its digits", () => {
  const tally = createTally({ dtype: "float32", channels: 1 });
  for (let i = 0; i < 10_000; i++) tally.add(Float32Array.of(4096 + (i % 2)));
  expect(tally.statistics()[0]).toMatchObject({ std: expect.closeTo(0.5, 12) });
});
