import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { openDataset, surveyDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";
import type { ImageDataset } from "../../dataset/index.ts";

let path = "";
beforeEach(async () => {
  path = await temporaryFolder();
});

type Color = readonly [number, number, number];

async function put(file: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(join(path, file, ".."), { recursive: true });
  await writeFile(join(path, file), bytes);
}

/** An image of `width` × `height`, its left half of one color and its right half of another. */
async function putHalves(
  file: string,
  [width, height]: readonly [number, number],
  colors: readonly [Color, Color],
): Promise<void> {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const half = Math.floor(i / 3) % width < width / 2 ? 0 : 1;
    return colors[half]![i % 3]!;
  });
  await put(
    file,
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
}

const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "folder", path, size: 8, ...options });
const namesOf = ({ files }: ImageDataset) => files?.names ?? [];

describe("images that are held out", () => {
  beforeEach(async () => {
    const image = await sharp({
      create: { width: 8, height: 8, channels: 3, background: "red" },
    })
      .png()
      .toBuffer();
    for (let i = 0; i < 20; i++) await put(`${i % 2 ? "a" : "b"}/${i}.png`, image);
  });

  test("are not trained on, are the part test, and are named", async () => {
    const training = await open({ heldOut: 5 });
    const heldOut = await open({ heldOut: 5, split: "test" });
    expect([training.count, heldOut.count]).toEqual([15, 5]);
    expect(training.heldOut).toEqual(namesOf(heldOut));
    expect(heldOut.heldOut).toBeUndefined();
    const all = namesOf(await open());
    expect([...namesOf(training), ...namesOf(heldOut)].sort()).toEqual([...all].sort());
    expect(training.classes).toEqual(heldOut.classes);
    expect(training.notes[1]).toBe(
      "5 of 20 image files are held out, to compare with (data.heldOut): no network sees them.",
    );
  });

  test("depend on the paths and the seed alone, and hardly change where images are added", async () => {
    const before = (await open({ heldOut: 5 })).heldOut ?? [];
    expect((await open({ heldOut: 5 })).heldOut).toEqual(before);
    expect((await open({ heldOut: 5, seed: 1 })).heldOut).not.toEqual(before);
    await putHalves(
      "a/new.png",
      [8, 8],
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    );
    const after = (await open({ heldOut: 5 })).heldOut ?? [];
    expect(after.filter((name) => before.includes(name)).length).toBeGreaterThanOrEqual(4);
  });

  test("leave each class an image, and are refused beyond that", async () => {
    const { count, labels, classes } = await open({ heldOut: 18 });
    expect([count, new Set(labels).size, classes]).toEqual([2, 2, ["a", "b"]]);
    await expect(open({ heldOut: 19 })).rejects.toThrow(
      "data.heldOut: must be at most 18, since each class keeps one of the 20 images, got 19",
    );
  });

  test("cannot be trained on by mistake", async () => {
    await expect(open({ heldOut: 5, split: "all" })).rejects.toThrow(
      "data.heldOut: must be 0 when data.split is all",
    );
  });
});

describe("a survey", () => {
  const red: Color = [255, 0, 0];
  const [black, white]: readonly Color[] = [
    [0, 0, 0],
    [255, 255, 255],
  ];

  test("tells sizes, colors, classes and what cannot be read", async () => {
    await putHalves("a/1.png", [40, 20], [red, black!]);
    await putHalves("a/2.png", [60, 30], [white!, black!]);
    await putHalves("b/3.png", [100, 50], [red, red]);
    await put("b/4.png", "no image");
    const survey = await surveyDataset({ name: "folder", path, heldOut: 2 });
    expect(survey).toMatchObject({
      ...{ path, count: 4, looked: 4, hasTest: false, aspect: 2 },
      ...{ gray: 1, blank: 1, transparent: 0 },
      classes: [
        { name: "a", count: 2 },
        { name: "b", count: 2 },
      ],
      sizes: { median: 30, least: 20, greatest: 50, files: 3 },
    });
    expect(survey.broken.map(({ file }) => file)).toEqual([join(path, "b/4.png")]);
  });

  test("looks at no more than 256 of many, and sees a part test and transparency", async () => {
    const image = await sharp({
      create: { width: 9, height: 9, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } },
    })
      .png()
      .toBuffer();
    for (let i = 0; i < 300; i++) await put(`train/${i}.png`, image);
    await put("test/1.png", image);
    const survey = await surveyDataset({ name: "folder", path });
    expect(survey).toMatchObject({ count: 300, looked: 256, hasTest: true });
    expect(survey).toMatchObject({ gray: 256, blank: 256, transparent: 256 });
  });
});
