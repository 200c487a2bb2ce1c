import sharp from "sharp";
import { expect, test } from "vitest";
import { imageGrid } from "./image-grid.ts";

async function pixelsOf(png: Uint8Array) {
  const { channels } = await sharp(png).metadata();
  const colors = channels === 1 ? "b-w" : "srgb";
  const { data, info } = await sharp(png)
    .toColorspace(colors)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rows: rowsOf(data, info.width * info.channels), info };
}

function rowsOf(data: Uint8Array, rowLength: number): number[][] {
  return Array.from({ length: data.length / rowLength }, (_, y) => [
    ...data.subarray(y * rowLength, (y + 1) * rowLength),
  ]);
}

test("gray images lie row by row, two white pixels apart", async () => {
  const images = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [3, 1, 1, 2] };
  const grid = await imageGrid(images, { rows: 2, columns: 2 });
  const { rows, info } = await pixelsOf(grid.png);
  expect(info).toMatchObject({ format: "raw", width: 6, height: 4, channels: 1 });
  expect(grid).toMatchObject({ width: 6, height: 4, channels: 1 });
  expect(rows).toEqual([
    [1, 2, 255, 255, 3, 4],
    [255, 255, 255, 255, 255, 255],
    [255, 255, 255, 255, 255, 255],
    [5, 6, 255, 255, 255, 255],
  ]);
});

test("the channels of an RGB image become the colors of its pixels", async () => {
  const images = { data: Uint8Array.of(10, 11, 20, 21, 30, 31), shape: [1, 3, 2, 1] };
  const { rows } = await pixelsOf((await imageGrid(images, { rows: 1, columns: 1 })).png);
  expect(rows).toEqual([
    [10, 20, 30],
    [11, 21, 31],
  ]);
});

test("the fourth channel is opacity; between images it is white and opaque", async () => {
  const images = { data: Uint8Array.of(10, 20, 30, 0, 40, 50, 60, 128), shape: [2, 4, 1, 1] };
  const grid = await imageGrid(images, { rows: 1, columns: 2 });
  expect(grid.channels).toBe(4);
  const { rows } = await pixelsOf(grid.png);
  expect(rows).toEqual([[10, 20, 30, 0, ...Array(8).fill(255), 40, 50, 60, 128]]);
});

test("upscale turns each pixel into a square and leaves the gap", async () => {
  const images = { data: Uint8Array.of(1, 2, 3, 4), shape: [2, 1, 1, 2] };
  const grid = await imageGrid(images, { rows: 1, columns: 2, upscale: 2 });
  const { rows } = await pixelsOf(grid.png);
  const row = [1, 1, 2, 2, 255, 255, 3, 3, 4, 4];
  expect(rows).toEqual([row, row]);
});

test("refuses what is no batch of images, or too many", async () => {
  const cells = { rows: 1, columns: 1 };
  await expect(
    imageGrid({ data: new Uint8Array(8), shape: [1, 2, 2, 2] }, cells),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: imageGrid: images must be [N, C, H, W] with C 1, 3 or 4, got [1, 2, 2, 2]]`,
  );
  await expect(
    imageGrid({ data: new Uint8Array(8), shape: [1, 1, 2, 2] }, cells),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: imageGrid: data must have as many elements as the shape [1, 1, 2, 2], got 8]`,
  );
  await expect(
    imageGrid({ data: new Uint8Array(8), shape: [2, 1, 2, 2] }, cells),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: imageGrid: images must fit into rows x columns = 1 cells, got 2]`,
  );
});
