import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { failure } from "../../../../test/support/failure.ts";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { resize } from "../../../images/index.ts";
import { openDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";
import { classesOf } from "./open.ts";

let root = "";
let folder = "";

beforeEach(async () => {
  root = await temporaryFolder();
  folder = join(root, "stl10_binary");
  await mkdir(folder);
});

/** The pixel of image i at row y and column x: no two rows or columns are alike. */
const pixel = (i: number, channel: number, y: number, x: number) =>
  (17 * i + 70 * channel + 2 * y + 5 * x + ((y * x) >> 3)) % 256;

/** Records in the original layout: 3 planes, each column by column. */
function records(count: number): Buffer {
  const bytes = Buffer.alloc(count * 27_648);
  let place = 0;
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let x = 0; x < 96; x++) {
        for (let y = 0; y < 96; y++) bytes[place++] = pixel(i, channel, y, x);
      }
    }
  }
  return bytes;
}

/** Image i as `[3, 96, 96]`. */
const upright = (i: number) =>
  Uint8Array.from({ length: 27_648 }, (_, at) =>
    pixel(i, Math.floor(at / 9216), Math.floor((at % 9216) / 96), at % 96),
  );

const write = (name: string, bytes: Uint8Array | string) => writeFile(join(folder, name), bytes);
const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "stl10", root, size: 48, ...options });

async function image(options: Partial<DatasetOptions>, index: number): Promise<Uint8Array> {
  const dataset = await open(options);
  const out = new Uint8Array(3 * dataset.height * dataset.width);
  await dataset.read([index], out);
  return out;
}

describe("openStl10", () => {
  test("turns the columns of the file into rows, and labels 1 … 10 into 0 … 9", async () => {
    await write("train_X.bin", records(3));
    await write("train_y.bin", Buffer.of(10, 1, 5));
    const train = await open({ size: 96 });
    expect(train).toMatchObject({ count: 3, channels: 3, height: 96, width: 96, source: folder });
    expect(train.files).toEqual({ path: folder, names: ["train_X.bin", "train_y.bin"] });
    expect([...train.labels]).toEqual([9, 0, 4]);
    expect(train.classes).toEqual(classesOf("train"));
    expect(await image({ size: 96 }, 2)).toEqual(upright(2));
    expect(train.notes).toEqual(["3 of the official 5000 training images."]);
  });

  test("shrinks to half by the mean of four, as the BSN authors' code, or as it is told", async () => {
    await write("unlabeled_X.bin", records(2));
    const half = await image({ split: "unlabeled" }, 1);
    const whole = upright(1);
    const at = (c: number, y: number, x: number) => whole[c * 9216 + y * 96 + x]!;
    for (const [c, y, x] of [
      [0, 0, 0],
      [1, 47, 3],
      [2, 20, 47],
    ] as const) {
      const sum =
        at(c, 2 * y, 2 * x) +
        at(c, 2 * y, 2 * x + 1) +
        at(c, 2 * y + 1, 2 * x) +
        at(c, 2 * y + 1, 2 * x + 1);
      expect(half[c * 2304 + y * 48 + x]).toBe(Math.floor((sum + 2) / 4));
    }
    const method = "pillow-bicubic";
    expect(await image({ split: "unlabeled", size: 32, resize: method }, 1)).toEqual(
      resize(whole, { from: [96, 96], to: [32, 32], method }),
    );
  });

  test("has unlabeled images of one class, and train and test as all", async () => {
    await write("unlabeled_X.bin", records(2));
    const unlabeled = await open({ split: "unlabeled" });
    expect(unlabeled.classes).toEqual(["unlabeled"]);
    expect([...unlabeled.labels]).toEqual([0, 0]);
    expect(unlabeled.notes).toEqual([
      "2 of the official 100 000 unlabeled images.",
      "Resized from 96 to 48 pixels by opencv-bilinear.",
    ]);
    await write("train_X.bin", records(1));
    await write("train_y.bin", Buffer.of(3));
    await write("test_X.bin", records(2));
    await write("test_y.bin", Buffer.of(4, 5));
    expect([...(await open({ split: "all" })).labels]).toEqual([2, 3, 4]);
    expect(await image({ split: "all", size: 96 }, 2)).toEqual(upright(1));
  });

  test("takes a part that is spread evenly, over the blocks that it is read in", async () => {
    await write("train_X.bin", records(140));
    await write("train_y.bin", Buffer.from(Array.from({ length: 140 }, (_, i) => 1 + (i % 10))));
    const part = await open({ count: 20 });
    expect([...part.labels]).toEqual(Array.from({ length: 20 }, (_, i) => (7 * i) % 10));
    expect(await image({ count: 20, size: 96 }, 19)).toEqual(upright(133));
    expect(await failure(open({ count: 141 }), root)).toMatchInlineSnapshot(`
      "CONFIG: data.count: must be at most the 140 images found, got 141
      Leave data.count out to take all of them."
    `);
  });

  test("takes the class names from the set's own list", async () => {
    await write("train_X.bin", records(1));
    await write("train_y.bin", Buffer.of(1));
    await write("class_names.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    expect((await open()).classes).toEqual([..."abcdefghij"]);
  });

  test("reports its progress and stops when asked", async () => {
    await write("unlabeled_X.bin", records(2));
    const seen: (number | null)[] = [];
    const options = { name: "stl10", root, size: 48, split: "unlabeled" } as const;
    await openDataset(options, { onProgress: ({ done, total }) => seen.push(done, total) });
    expect(seen).toEqual([0, 2, 2, 2]);
    const signal = AbortSignal.abort();
    expect(await failure(openDataset(options, { signal }), root)).toMatchInlineSnapshot(`
      "DATA: stl10: stopped after 0 of 2 images
      undefined"
    `);
  });

  test("tells how to get files that are not there", async () => {
    const messages = [
      await failure(open(), root),
      await failure(open({ root: folder, split: "unlabeled" }), root),
    ];
    await write("train_X.bin", records(1));
    messages.push(await failure(open(), root));
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "DATA: stl10: cannot read ROOT/stl10_binary/train_X.bin: there is no such file or folder (ENOENT)
      Get it with \`evenkeel data fetch stl10\`, or name the folder that holds stl10_binary with --set data.root=DIR.
      DATA: stl10: cannot read ROOT/stl10_binary/stl10_binary/unlabeled_X.bin: there is no such file or folder (ENOENT)
      data.root must be the folder above: --set data.root=ROOT
      DATA: stl10: cannot read ROOT/stl10_binary/train_y.bin: there is no such file or folder (ENOENT)
      Make it readable, or fetch it again with \`evenkeel data fetch stl10\`."
    `);
  });

  test("names what is wrong with a damaged file", async () => {
    const messages: string[] = [];
    await write("train_y.bin", Buffer.of(1, 2));
    for (const bytes of [records(2).subarray(0, 30_000), "", records(3), records(2)]) {
      await write("train_X.bin", bytes);
      if (bytes.length === 2 * 27_648) await write("train_y.bin", Buffer.of(0, 2));
      messages.push(await failure(open(), root));
    }
    await mkdir(join(folder, "unlabeled_X.bin"));
    messages.push(await failure(open({ split: "unlabeled" }), root));
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "DATA: stl10: the size of ROOT/stl10_binary/train_X.bin must be a multiple of 27648 bytes (one image), got 30000 bytes: 1 image, then 2352 bytes
      It is cut off, or not the binary version. Move the folder away and run \`evenkeel data fetch stl10\`.
      DATA: stl10: the size of ROOT/stl10_binary/train_X.bin must be a multiple of 27648 bytes (one image), got 0 bytes: 0 images, then 0 bytes
      It is cut off, or not the binary version. Move the folder away and run \`evenkeel data fetch stl10\`.
      DATA: stl10: ROOT/stl10_binary/train_y.bin must have a label for each of the 3 images of ROOT/stl10_binary/train_X.bin, got 2
      One of them is cut off. Get both from the same place.
      DATA: stl10: a label must be in 1 … 10, got 0 at byte 0 of ROOT/stl10_binary/train_y.bin
      It is damaged. Move the folder away and run \`evenkeel data fetch stl10\`.
      DATA: stl10: cannot read ROOT/stl10_binary/unlabeled_X.bin: it is not a file
      Get it with \`evenkeel data fetch stl10\`, or name the folder that holds stl10_binary with --set data.root=DIR."
    `);
  });
});
