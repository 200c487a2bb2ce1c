import { expect, test } from "vitest";
import { free } from "./freeing.ts";

test("gives memory back at once", () => {
  const sizes = [1 << 20, 1 << 22, 1 << 24];
  for (const size of sizes) {
    const array = new Float32Array(size).fill(1);
    const before = process.memoryUsage().arrayBuffers;
    free(array);
    expect(array.length).toBe(0);
    // other arrays of the process may come and go meanwhile
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(before - 2 * size);
  }
});

test("leaves a part of a larger buffer", () => {
  const whole = Float32Array.of(1, 2, 3);
  free(whole.subarray(1));
  free(whole.subarray(0, 2));
  expect(whole).toEqual(Float32Array.of(1, 2, 3));
});

test("takes an array that is empty, or was freed before", () => {
  free(new Float32Array(0));
  const array = Float32Array.of(1);
  free(array);
  free(array);
  expect(array.length).toBe(0);
});
