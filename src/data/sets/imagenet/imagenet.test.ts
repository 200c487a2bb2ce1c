import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { goldenArchive, goldenResized } from "../../../../test/support/golden/image-files.ts";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import type { EvenkeelError } from "../../../errors.ts";
import { openDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";

let root = "";
beforeEach(async () => {
  root = await temporaryFolder();
});

async function put(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), bytes);
}

const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "imagenet", root, size: 8, ...options });

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: EvenkeelError = await promise.then(
    () => expect.unreachable("no error"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}\n${error.advice}`.replaceAll(root, "ROOT");
}

const wide = goldenResized.find(({ name }) => name === "the square of a wide image, JPEG")!;

describe("openImagenet", () => {
  test("reads folders by synset; labels in the order of the ids", async () => {
    await put("imagenet/train/n02/n02_1.JPEG", wide.file);
    await put("imagenet/train/n01/n01_7.JPEG", wide.file);
    await put("imagenet/val/ILSVRC2012_val_00000001.JPEG", wide.file);
    const train = await open();
    expect([train.classes, [...train.labels]]).toEqual([
      ["n01", "n02"],
      [0, 1],
    ]);
    expect(train.notes).toContain("2 of the official 1 281 167 images.");
    const test_ = await open({ split: "test" });
    expect([test_.count, test_.classes]).toEqual([1, ["val"]]);
  });

  test("takes the middle square, resized as OpenCV does it", async () => {
    await put("imagenet/train/n01/n01_7.JPEG", wide.file);
    const out = new Uint8Array(192);
    await (await open()).read([0], out);
    expect(out).toEqual(wide.pixels);
  });

  test("reads the original tar of tars where it lies", async () => {
    await put("ILSVRC2012/ILSVRC2012_img_train.tar", goldenArchive("tars.tar"));
    const set = await open();
    expect([set.classes, [...set.labels]]).toEqual([
      ["n00000001", "n00000002"],
      [0, 0, 1, 1],
    ]);
    const out = new Uint8Array(4 * 192);
    await set.read([0, 1, 2, 3], out);
    expect([0, 1, 2, 3].map((i) => out[192 * i])).toEqual([11, 12, 21, 22]);
  });

  test("tells what is missing, and that there is no split all", async () => {
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: imagenet: there must be train or ILSVRC2012_img_train.tar in ROOT/imagenet, got neither
      Get ILSVRC2012_img_train.tar from https://www.image-net.org/challenges/LSVRC/2012/ (one has to register), or name the folder above with --set data.root=DIR."
    `);
    expect(await failure(open({ split: "all" }))).toMatchInlineSnapshot(`
      "CONFIG: data.split: must be one of train, test when data.name is imagenet, got "all"
      docs/config.md explains each option, under data."
    `);
    await mkdir(join(root, "imagenet", "train"), { recursive: true });
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: folder: there must be a PNG, JPEG, WebP, GIF, TIFF or AVIF image in ROOT/imagenet/train, got no file at all
      Name a folder or archive of images with --set data.path=PATH."
    `);
  });
});
