import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { imageShapeOf } from "../../catalog/facts.ts";
import { openDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";

let path = "";
beforeEach(async () => {
  path = await temporaryFolder();
  const image = sharp({ create: { width: 60, height: 30, channels: 3, background: "#ff0000" } });
  await writeFile(join(path, "1.png"), await image.png().toBuffer());
});

const open = (options: Partial<DatasetOptions>) =>
  openDataset({ name: "folder", path, ...options });

test.each([
  ["held in memory", {}],
  ["streamed", { memory: 1, size: 1024, width: 512 }],
])("images have the height data.size and the width data.width: %s", async (_, more) => {
  const options = { size: 32, width: 48, ...more };
  const set = await open(options);
  const shape = [3, options.size, options.width];
  expect([set.channels, set.height, set.width]).toEqual(shape);
  expect(imageShapeOf({ name: "folder", path, ...options })).toEqual(shape);
  const out = new Uint8Array(3 * options.size * options.width);
  await set.read([0], out);
  const plane = options.size * options.width;
  expect([out[0], out[plane - 1], out[plane], out[3 * plane - 1]]).toEqual([255, 255, 0, 0]);
});

test("borders have the color of the background", async () => {
  const set = await open({ size: 32, fit: "pad", background: "#00FF00" });
  const out = new Uint8Array(3 * 32 * 32);
  await set.read([0], out);
  // 32 x 16 of the image in the middle
  const column = Array.from({ length: 32 }, (_, y) => out[y * 32]);
  expect(column).toEqual([...Array(8).fill(0), ...Array(16).fill(255), ...Array(8).fill(0)]);
});

test.each([
  [{ size: 32, width: 40 }, "data.width: must be, as data.size (32), a multiple of 16, got 40"],
  [{ size: 32, crop: 16, fit: "pad" }, "data.crop: must be square where data.fit is not crop"],
  [{ size: 32, crop: 16, width: 48 }, "data.crop: must be square where data.fit is not crop"],
  [{ background: "white" }, "data.background: must be"],
] as const)("%j is refused", async (options, message) => {
  await expect(open(options)).rejects.toThrow(message);
});
