import { expect, test } from "vitest";
import { sampleNoise } from "../trained/index.ts";
import { walkThrough } from "./walk.ts";

const latent = { latentSize: 64 };
const keys = sampleNoise(1, 3, latent);
const row = (z: Float32Array, i: number) => [...z.subarray(i * 64, (i + 1) * 64)];
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const length = (a: readonly number[]) => Math.sqrt(dot(a, a));
const angle = (a: readonly number[], b: readonly number[]) =>
  Math.acos(dot(a, b) / (length(a) * length(b)));

test("turns at a constant rate from key to key and back to the first, and the length changes linearly", () => {
  const { z, labels } = walkThrough({ z: keys, classes: undefined }, 12, latent, undefined);
  expect(labels).toBeUndefined();
  for (const key of [0, 1, 2]) {
    expect(row(z, 4 * key)).toEqual(row(keys, key));
    const whole = angle(row(keys, key), row(keys, (key + 1) % 3));
    for (const frame of [0, 1, 2, 3]) {
      const [from, to] = [row(z, 4 * key + frame), row(z, (4 * key + frame + 1) % 12)];
      expect(angle(from, to)).toBeCloseTo(whole / 4, 5);
    }
    const ends = [row(keys, key), row(keys, (key + 1) % 3)].map(length);
    expect(length(row(z, 4 * key + 1))).toBeCloseTo((3 * ends[0]! + ends[1]!) / 4, 5);
  }
});

test("uniform z stays in its range", () => {
  const uniform = { latentSize: 64, latentDistribution: "uniform" } as const;
  const ends = sampleNoise(1, 2, uniform);
  const { z } = walkThrough({ z: ends, classes: undefined }, 4, uniform, undefined);
  const middle = row(ends, 0).map((x, i) => (x + ends[64 + i]!) / 2);
  expect(row(z, 1)).toBeAllclose(middle, { absolute: 1e-6 });
});

test("classes change with the images, and one class stays a label", () => {
  const walk = (classes: readonly number[]) =>
    walkThrough({ z: keys, classes }, 6, latent, 4).labels;
  expect(walk([3, 3, 3])).toEqual(new Int32Array(6).fill(3));
  const shares = [
    ...[0, 1, 0, 0, 0, 0.5, 0.5, 0],
    ...[0, 0, 1, 0, 0, 0.5, 0.5, 0],
    ...[0, 1, 0, 0, 0, 1, 0, 0],
  ];
  expect(walk([1, 2, 1])).toEqual(Float32Array.from(shares));
});

test("the same image in two classes does not move", () => {
  const same = Float32Array.from([...row(keys, 0), ...row(keys, 0)]);
  const { z } = walkThrough({ z: same, classes: [0, 1] }, 8, latent, 2);
  for (let i = 0; i < 8; i++) expect(row(z, i)).toBeAllclose(row(keys, 0), { relative: 1e-5 });
});
