import { expect, test } from "vitest";
import { openDataset } from "../catalog/open.ts";
import { inChannels, isGray } from "./channels.ts";
import type { ImageDataset } from "./dataset.ts";
import { inMemory } from "./memory.ts";

/** Images of one pixel, in memory. */
function pixels(channels: number, values: readonly number[]): ImageDataset {
  return inMemory(Uint8Array.from(values), {
    name: "folder",
    source: "test",
    channels,
    height: 1,
    width: 1,
    classes: ["one"],
    labels: new Uint8Array(values.length / channels),
    notes: [],
    broken: [],
  });
}

// Pillow: Image.new("RGB", (1, 1), color).convert("L").getpixel((0, 0))
test.each([
  [[255, 255, 255], 255],
  [[255, 0, 0], 76],
  [[0, 255, 0], 150],
  [[0, 0, 255], 29],
  [[10, 200, 73], 129],
  [[3, 1, 2], 2],
])("gray of %j is Pillow's", async (color, gray) => {
  const out = new Uint8Array(2);
  await inChannels(pixels(3, [0, 0, 0, ...color]), 1).read([1, 0], out);
  expect([...out]).toEqual([gray, 0]);
});

test("gray in color is the same in each channel, and an equal number is the same set", async () => {
  const gray = pixels(1, [7, 9]);
  const color = inChannels(gray, 3);
  expect(color).toMatchObject({ channels: 3, count: 2, dtype: "uint8" });
  const out = new Uint8Array(6);
  await color.read([1, 0], out);
  expect([...out]).toEqual([9, 9, 9, 7, 7, 7]);
  expect(inChannels(gray, 1)).toBe(gray);
});

test("planes stay together, also where images are decoded on demand", async () => {
  const shapes = await openDataset({ name: "shapes", size: 8, count: 3 });
  const color = new Uint8Array(2 * 3 * 64);
  await shapes.read([2, 0], color);
  const slow: typeof shapes = { ...shapes, read: async (...to) => shapes.read(...to) };
  const gray = new Uint8Array(2 * 64);
  const slowly = new Uint8Array(2 * 64);
  await inChannels(shapes, 1).read([2, 0], gray);
  await inChannels(slow, 1).read([2, 0], slowly);
  expect(slowly).toEqual(gray);
  for (const [image, pixel] of [
    [0, 0],
    [0, 35],
    [1, 63],
  ] as const) {
    const [r, g, b] = [0, 1, 2].map((c) => color[image * 192 + c * 64 + pixel]!);
    // the luma's definition, to the rounding of its fixed point
    expect(gray[image * 64 + pixel]).toBeCloseTo(0.299 * r! + 0.587 * g! + 0.114 * b!, -0.01);
  }
});

test("refuses an output of another length", async () => {
  const gray = inChannels(pixels(3, [1, 2, 3]), 1);
  expect(() => gray.read([0], new Uint8Array(3))).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: folder: the output must hold 1 images of 1 values, got 3 values]`,
  );
});

test("images are gray where all channels of all of them are alike", async () => {
  const gray = Array.from({ length: 300 }, (_, i) => [i % 256, i % 256, i % 256]).flat();
  expect(await isGray(pixels(3, gray))).toBe(true);
  expect(await isGray(pixels(3, [...gray, 5, 5, 6]))).toBe(false);
  expect(await isGray(pixels(1, [1, 2, 3]))).toBe(true);
});
