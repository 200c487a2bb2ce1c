import { describe, expect, test } from "vitest";
import { asSeen, layOnWhite } from "./opacity.ts";

/** Two images of two pixels: opaque and transparent; a fifth and half opaque. */
const images = [...[10, 20, 30, 40, 50, 60, 255, 0], ...[100, 200, 0, 255, 90, 30, 51, 127.5]];
/** By hand: color·opacity + 255·(1 − opacity). */
const laid = [...[10, 255, 30, 255, 50, 255], ...[224, 227.5, 204, 255, 222, 142.5]];

describe("images with opacity on white", () => {
  test("floats", () => {
    const out = new Float32Array(12);
    layOnWhite(Float32Array.from(images), out, 2);
    expect(out).toBeAllclose(laid, { absolute: 1e-4 });
  });

  test("bytes are rounded", () => {
    const out = new Uint8Array(12);
    layOnWhite(Uint8Array.from(images), out, 2);
    // 127 of 255: 200·127/255 + 255·128/255 = 227.6; 30·127/255 + 128 = 142.9
    expect([...out]).toEqual([...laid.slice(0, 7), 228, 204, 255, 222, 143]);
  });

  test("opacity beyond its range is at its end", () => {
    const out = new Float32Array(6);
    layOnWhite(Float32Array.of(10, 20, 30, 40, 50, 60, 300, -20), out, 2);
    expect([...out]).toEqual([10, 255, 30, 255, 50, 255]);
  });
});

test("as they are seen, colors are times their opacity; other images are as they are", () => {
  const seen = asSeen(Float32Array.of(1, 0.5, 0, 0.5, -1, 0.5, 1, -1), [4, 1, 2]);
  expect([...seen]).toEqual([1, -1, 0, -1, -1, -1, 1, -1]);
  const half = asSeen(Float32Array.of(1, 0, -1, 0), [4, 1, 1]);
  expect([...half]).toEqual([0, -0.5, -1, 0]);
  const color = Float32Array.of(1, 0, -1);
  expect(asSeen(color, [3, 1, 1])).toBe(color);
});
