import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import type { EvenkeelError } from "../../../errors.ts";
import { resize } from "../../../images/index.ts";
import { openDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";

let root = "";
beforeEach(async () => {
  root = await temporaryFolder();
  await mkdir(join(root, "celeba", "img_align_celeba"), { recursive: true });
});

const folder = (...parts: readonly string[]) => join(root, "celeba", ...parts);
const [width, height] = [178, 218];
/** An image of the set's size, each pixel known: R the column, G the row, B the number. */
const pixels = (number: number) =>
  Buffer.from(
    Array.from({ length: width * height }, (_, i) => [
      i % width,
      Math.floor(i / width),
      number,
    ]).flat(),
  );
const putImage = async (name: string, number: number) =>
  writeFile(
    folder("img_align_celeba", name),
    // the bytes tell the format, not the name
    await sharp(pixels(number), { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  );
const putList = (text: string) => writeFile(folder("list_eval_partition.txt"), text);

const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "celeba", root, size: 64, ...options });

async function numbers(options: Partial<DatasetOptions> = {}): Promise<number[]> {
  const set = await open(options);
  const out = new Uint8Array(set.count * 3 * 64 * 64);
  await set.read([...Array(set.count).keys()], out);
  return Array.from({ length: set.count }, (_, i) => out[(3 * i + 2) * 4096] as number);
}

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: EvenkeelError = await promise.then(
    () => expect.unreachable("no error"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}\n${error.advice}`.replaceAll(root, "ROOT");
}

describe("openCeleba", () => {
  test("reads the parts of the list; all is every image", async () => {
    for (let i = 1; i <= 5; i++) await putImage(`00000${i}.jpg`, i);
    await putList("000001.jpg 0\n000002.jpg 1\r\n000003.jpg 2\n000004.jpg 0\n\n");
    expect(await numbers()).toEqual([1, 4]);
    expect(await numbers({ split: "test" })).toEqual([3]);
    expect(await numbers({ split: "all" })).toEqual([1, 2, 3, 4, 5]);
    expect((await open()).files).toEqual({
      path: folder("img_align_celeba"),
      names: ["000001.jpg", "000004.jpg"],
    });
    expect((await open()).notes.slice(1)).toEqual([
      "2 of the official 162 770 images.",
      "1 image not in list_eval_partition.txt left out.",
    ]);
  });

  test("takes the middle 128 x 128 pixels, resized as OpenCV does it", async () => {
    await putImage("000001.jpg", 9);
    const out = new Uint8Array(3 * 4096);
    await (await open({ split: "all" })).read([0], out);
    const middle = Uint8Array.from({ length: 3 * 128 * 128 }, (_, i) => {
      const [channel, y, x] = [i >> 14, (i >> 7) & 127, i & 127];
      return channel === 0 ? x + 25 : channel === 1 ? y + 45 : 9;
    });
    expect(out).toEqual(
      resize(middle, { method: "opencv-bilinear", from: [128, 128], to: [64, 64] }),
    );
  });

  test("finds the images in the root itself, without a list for all", async () => {
    await putImage("000001.jpg", 1);
    await rename(folder("img_align_celeba"), join(root, "img_align_celeba"));
    expect(await numbers({ split: "all" })).toEqual([1]);
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: celeba: there must be list_eval_partition.txt or list_eval_partition.csv in ROOT or ROOT/Eval, got neither
      Put the list that comes with CelebA there, or take all images: --set data.split=all."
    `);
  });

  describe("as it is handed out", () => {
    const [list, table] = ["000001.jpg 0\n000002.jpg 2\n", "000001.jpg,0\n000002.jpg,2\n"];
    const images = async (...place: readonly string[]) => {
      for (const i of [1, 2]) await putImage(`00000${i}.jpg`, i);
      await mkdir(join(root, ...place), { recursive: true });
      await rename(folder("img_align_celeba"), join(root, ...place, "img_align_celeba"));
    };

    test("by its makers: the images in Img, the list in Eval", async () => {
      await images("CelebA", "Img");
      await mkdir(join(root, "CelebA", "Eval"));
      await writeFile(join(root, "CelebA", "Eval", "list_eval_partition.txt"), list);
      for (const place of [root, join(root, "CelebA"), join(root, "CelebA", "Img")]) {
        expect(await numbers({ root: place })).toEqual([1]);
        expect(await numbers({ root: place, split: "test" })).toEqual([2]);
      }
    });

    test.each([
      ["with titles", `image_id,partition\n${table}`],
      ["without", table],
      ["of a spreadsheet", `\uFEFF"image_id","partition"\r\n"000001.jpg","0"\r\n"000002.jpg","2"`],
    ])("by Kaggle: a folder more, the list a table %s", async (_what, text) => {
      await images("celeba-dataset", "img_align_celeba");
      await writeFile(join(root, "celeba-dataset", "list_eval_partition.csv"), text);
      expect(await numbers()).toEqual([1]);
      expect(await numbers({ split: "test" })).toEqual([2]);
    });

    test("as PNG files, which the list calls .jpg", async () => {
      await putImage("000001.png", 1);
      await rename(folder("img_align_celeba"), folder("img_align_celeba_png"));
      await putList(list);
      expect(await numbers()).toEqual([1]);
    });
  });

  test("tells what is missing or wrong", async () => {
    expect(await failure(open({ root: join(root, "none") }))).toMatchInlineSnapshot(`
      "DATA: celeba: there must be img_align_celeba or img_align_celeba.zip in ROOT/none/celeba or in its folder Img, got neither
      Get the aligned images (Align&Cropped, img_align_celeba.zip) and list_eval_partition.txt from https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html, or name the folder above with --set data.root=DIR."
    `);
    await putImage("000001.jpg", 1);
    await putList("202599\nimage_id partition\n");
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: celeba: a line must be a file name and 0, 1 or 2, got "202599" in line 1 of ROOT/celeba/list_eval_partition.txt
      Get the list again; it has a line for each image."
    `);
    await putList("000009.jpg 0\n");
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: celeba: no image of the split train in ROOT/celeba/img_align_celeba
      Is ROOT/celeba/list_eval_partition.txt of these images? --set data.split=all needs no list."
    `);
  });
});
