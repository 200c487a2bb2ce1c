import sharp from "sharp";
import { expect, test } from "vitest";
import { assembleModel, loadConfig } from "../../config/index.ts";
import { inMemory } from "../../data/dataset/index.ts";
import type { ImageDataset } from "../../data/index.ts";
import { realImageGrid } from "./real-images.ts";

/** Gray images 32 pixels a side, each of one level that is its number; classes in turn. */
const dataset = (count: number, classes = 2): ImageDataset<"uint8"> =>
  inMemory(
    Uint8Array.from({ length: count * 1024 }, (_, i) => Math.floor(i / 1024)),
    {
      ...{ name: "folder", source: "test", channels: 1, height: 32, width: 32 },
      classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
      labels: Uint8Array.from({ length: count }, (_, i) => i % classes),
      notes: [],
      broken: [],
    },
  );
const conditional = [
  ...["model.conditioning=projection", "model.classes=2"],
  "generator.normalization.name=conditional-batch-norm",
];

/** The numbers of the images in the grid, row by row; 255 where there is none. */
async function shown(images: ImageDataset, set: readonly string[] = [], seed = 0) {
  const tiny = ["data.channels=1", "model.generatorChannels=16", "model.discriminatorChannels=16"];
  const grid = ["samples.rows=3", "samples.columns=4", `seed=${seed}`];
  const config = await loadConfig("quickstart-unconditional", [...tiny, ...grid, ...set]);
  const picture = await realImageGrid(config, assembleModel(config), images);
  const { data, info } = await sharp(picture!.png)
    .toColorspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.channels]).toEqual([4 * 66 - 2, 1]);
  const rows = (info.height + 2) / 66;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: 4 }, (_, column) => data[66 * row * info.width + 66 * column]!),
  );
}

test("real images are as many as samples, none twice, and the same for a seed", async () => {
  const rows = await shown(dataset(50));
  expect(rows).toHaveLength(3);
  expect(new Set(rows.flat()).size).toBe(12);
  expect(await shown(dataset(50))).toEqual(rows);
  expect(await shown(dataset(50), [], 1)).not.toEqual(rows);
  expect((await shown(dataset(5))).flat().sort((a, b) => a - b)).toEqual([
    0, 1, 2, 3, 4, 255, 255, 255,
  ]);
});

test("rows have the classes that those of samples have, repeated where a class has too few", async () => {
  const rows = await shown(dataset(50), conditional);
  expect(rows.map((row) => row.map((image) => image % 2))).toEqual([
    [0, 0, 0, 0],
    [1, 1, 1, 1],
    [0, 0, 0, 0],
  ]);
  expect(new Set(rows.flat()).size).toBe(12);
  const few = await shown(dataset(6), conditional);
  expect(new Set(few[1])).toEqual(new Set([1, 3, 5]));
});
