import { expect, test } from "vitest";
import { randomStream, restoreRandomStream } from "./random.ts";

test("a restored stream goes on exactly, the pending normal included", () => {
  const stream = randomStream(7, "noise");
  for (let i = 0; i < 5; i++) stream.normal();
  const copy = restoreRandomStream(JSON.parse(JSON.stringify(stream.state())));
  for (let i = 0; i < 100; i++) {
    expect(copy.normal()).toBe(stream.normal());
    expect(copy.integer(1000)).toBe(stream.integer(1000));
  }
});

test("streams of other names and seeds are unrelated", () => {
  const draw = (seed: number, name: string) => {
    const s = randomStream(seed, name);
    return Array.from({ length: 4 }, () => s.uniform());
  };
  expect(draw(1, "noise")).toEqual(draw(1, "noise"));
  expect(draw(1, "noise")).not.toEqual(draw(2, "noise"));
  expect(draw(1, "noise")).not.toEqual(draw(1, "shuffle"));
});

test("normal numbers have the moments of N(0, 1)", () => {
  const x = randomStream(3, "moments").fillNormal(new Float32Array(200_000));
  const mean = (f: (v: number) => number) => x.reduce((sum, v) => sum + f(v), 0) / x.length;
  expect(Math.abs(mean((v) => v))).toBeLessThan(0.01);
  expect(Math.abs(mean((v) => v * v) - 1)).toBeLessThan(0.015);
  expect(Math.abs(mean((v) => v ** 4) - 3)).toBeLessThan(0.1);
});

test("uniform float32 numbers have the moments of U(0, 1) and never reach 1", () => {
  const x = randomStream(3, "moments").fillUniform(new Float32Array(200_000));
  const mean = (f: (v: number) => number) => x.reduce((sum, v) => sum + f(v), 0) / x.length;
  expect(x.every((v) => v >= 0 && v < 1)).toBe(true);
  // standard deviations of these means: 0.00065 and 0.00067
  expect(Math.abs(mean((v) => v) - 1 / 2)).toBeLessThan(0.003);
  expect(Math.abs(mean((v) => v * v) - 1 / 3)).toBeLessThan(0.003);
});

test("a permutation holds every index once", () => {
  const order = randomStream(1, "p").permutation(1000);
  expect(new Set(order).size).toBe(1000);
  expect(order).not.toEqual(Uint32Array.from({ length: 1000 }, (_, i) => i));
});
