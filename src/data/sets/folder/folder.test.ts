import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EvenkeelError } from "../../../errors.ts";
import type { WorkProgress } from "../../../files/index.ts";
import { measureDataset, openDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";
import { checkDataset } from "../../check/check.ts";
import type { SourceFiles } from "../../dataset/index.ts";

let path = "";
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rm(path, { recursive: true }));

type Color = readonly [number, number, number];

const plain = (color: Color, size = 8) =>
  sharp({
    create: {
      width: size,
      height: size,
      channels: 3,
      background: { r: color[0], g: color[1], b: color[2] },
    },
  });

async function put(file: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(path, file)), { recursive: true });
  await writeFile(join(path, file), bytes);
}

const putPlain = async (file: string, color: Color, size = 8) =>
  put(file, await plain(color, size).png().toBuffer());

const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "folder", path, size: 8, ...options });

/** The colors of the middle pixels of all images. */
async function middles(options: Partial<DatasetOptions> = {}): Promise<readonly number[][]> {
  const dataset = await open(options);
  const out = new Uint8Array(dataset.count * 192);
  await dataset.read(
    Array.from({ length: dataset.count }, (_, i) => i),
    out,
  );
  return Array.from({ length: dataset.count }, (_, i) =>
    [0, 1, 2].map((c) => out[i * 192 + c * 64 + 36] as number),
  );
}

/** The error of `promise` as a user sees it, with the temporary folder called ROOT. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error: EvenkeelError = await promise.then(
    () => expect.unreachable("no error"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}\n${error.advice}`.replaceAll(path, "ROOT");
}

describe("the layout of a folder", () => {
  test("sub-folders are classes, in code unit order, at any depth", async () => {
    await putPlain("b/2.png", [2, 0, 0]);
    await putPlain("b/deep/1.png", [3, 0, 0]);
    await putPlain("a/10.png", [0, 0, 0]);
    await putPlain("a/9.png", [1, 0, 0]);
    await putPlain("Z/x.PNG", [9, 0, 0]);
    const dataset = await open();
    expect(dataset.classes).toEqual(["Z", "a", "b"]);
    expect([...dataset.labels]).toEqual([0, 1, 1, 2, 2]);
    expect((await middles()).map(([red]) => red)).toEqual([9, 0, 1, 2, 3]);
  });

  test("without sub-folders there is one class; other and hidden files are left out", async () => {
    await putPlain("1.png", [1, 1, 1]);
    await put(".hidden.png", "x");
    await put("notes.txt", "x");
    await put("LICENSE", "x");
    const dataset = await open();
    expect(dataset.classes).toEqual([path.split("/").at(-1)]);
    expect(dataset.notes).toMatchInlineSnapshot(`
      [
        "1 image at 8 × 8 held in memory: 192 bytes.",
        "Left out, not PNG, JPEG, WebP, GIF, TIFF or AVIF: 2 other files (no ending 1, .txt 1).",
      ]
    `);
  });

  test("images beside class folders are a class too, and the notes say so", async () => {
    await putPlain("cats/1.png", [1, 1, 1]);
    await putPlain("loose.png", [2, 2, 2]);
    const dataset = await open();
    expect(dataset.count).toBe(2);
    expect(new Set(dataset.classes)).toEqual(new Set(["cats", path.split("/").at(-1)]));
    expect(dataset.notes.at(-1)).toContain("1 image beside the class folders");
  });

  test("train and test folders are splits", async () => {
    await putPlain("train/a/1.png", [1, 0, 0]);
    await putPlain("train/b/1.png", [2, 0, 0]);
    await putPlain("test/b/1.png", [3, 0, 0]);
    await putPlain("val/b/1.png", [4, 0, 0]);
    expect(await middles()).toEqual([
      [1, 0, 0],
      [2, 0, 0],
    ]);
    expect(await middles({ split: "test" })).toEqual([[3, 0, 0]]);
    expect((await open({ count: 1 })).files).toEqual({
      path,
      names: ["train/a/1.png", "train/b/1.png"],
    });
    expect((await middles({ split: "all" })).map(([red]) => red)).toEqual([1, 2, 3]);
    const all = await open({ split: "all" });
    expect([all.classes, [...all.labels]]).toEqual([
      ["a", "b"],
      [0, 1, 1],
    ]);
    expect(all.notes.at(-1)).toBe("Not part of the split all: val.");
  });

  test("a class that happens to be called train stays a class", async () => {
    await putPlain("train/1.png", [1, 0, 0]);
    await putPlain("plane/1.png", [2, 0, 0]);
    expect((await open()).classes).toEqual(["plane", "train"]);
  });

  describe("keeps the parts, and names what is left out", () => {
    const parts = async (train = "train", test = "test", root = "") => {
      for (const [part, first] of [
        [train, 1],
        [test, 11],
      ] as const) {
        await putPlain(`${root}${part}/apple/1.png`, [first, 0, 0]);
        await putPlain(`${root}${part}/banana/1.png`, [first + 1, 0, 0]);
      }
    };
    const reds = async (options: Partial<DatasetOptions> = {}) =>
      (await middles(options)).map(([red]) => red);

    test.each([
      ["a picture", ["preview.png"], "1 image (preview.png)"],
      ["a folder", ["docs/1.png", "docs/2.png"], "the folder docs (2 images)"],
      [
        "both, and many",
        ["a.png", "b.png", "c.png", "d.png", "e.png", "f.png", "g.png", "x/1.png", "y/1.png"],
        "7 images (a.png, b.png, c.png, d.png, e.png and 2 more), the folder x (1 image), the folder y (1 image)",
      ],
    ])("beside %s", async (_what, others, told) => {
      await parts();
      for (const file of others) await putPlain(file, [99, 0, 0]);
      const dataset = await open();
      expect(dataset.classes).toEqual(["apple", "banana"]);
      expect(await reds()).toEqual([1, 2]);
      expect(await reds({ split: "all" })).toEqual([1, 2, 11, 12]);
      expect(dataset.notes).toContain(`Left out, beside test, train: ${told}.`);
    });

    test.each([
      ["Train", "TEST"],
      ["training", "testing"],
      ["TRAIN", "Validation"],
      ["training_set", "test_set"],
      ["train-images", "val images"],
      ["trainData", "TestData"],
    ])("called %s and %s", async (train, test) => {
      await parts(train, test);
      await putPlain("preview.png", [99, 0, 0]);
      expect(await reds()).toEqual([1, 2]);
    });

    test("in a folder of their own, beside which a picture lies", async () => {
      await parts("train", "test", "fruit-v2/");
      await putPlain("preview.png", [99, 0, 0]);
      expect(await reds()).toEqual([1, 2]);
      expect((await open()).notes).toContain(
        "Left out, beside test, train: 1 image (preview.png).",
      );
    });

    test("where train is alone beside a picture, or has classes beside a folder", async () => {
      await putPlain("train/apple/1.png", [1, 0, 0]);
      await putPlain("preview.png", [99, 0, 0]);
      expect((await open()).classes).toEqual(["apple"]);
      await putPlain("docs/1.png", [99, 0, 0]);
      expect((await open()).classes).toEqual(["apple"]);
      expect(await failure(open({ split: "test" }))).toMatchInlineSnapshot(`
        "DATA: folder: the split test needs images in ROOT/test, got none
        Put images there, or choose another data.split: there is train."
      `);
    });

    test("where the parts' folders come twice, as archives that were unpacked have them", async () => {
      await parts("training_set/training_set", "test_set/test_set");
      const dataset = await open({ split: "all" });
      expect(dataset.classes).toEqual(["apple", "banana"]);
      expect(await reds()).toEqual([1, 2]);
      expect(await reds({ split: "test" })).toEqual([11, 12]);
    });

    test("and says of names that are only like those of parts that they are classes", async () => {
      for (const name of ["trainA", "testB", "test_new", "trains"]) {
        await putPlain(`${name}/1.png`, [1, 0, 0]);
      }
      expect((await open()).notes).toContain(
        "Taken for classes, not for parts of the set: testB, test_new, trainA.",
      );
    });

    test("and says where folders of such names are no parts", async () => {
      await putPlain("test/1.png", [1, 0, 0]);
      await putPlain("dogs/1.png", [2, 0, 0]);
      await putPlain("cats/train/1.png", [3, 0, 0]);
      await putPlain("cats/test/1.png", [4, 0, 0]);
      const dataset = await open();
      expect(dataset.classes).toEqual(["cats", "dogs", "test"]);
      expect(dataset.notes.slice(1)).toEqual([
        "Taken for classes, not for parts of the set: test.",
        "Parts are not looked for within classes: the images of cats/test, cats/train are taken together.",
      ]);
    });

    test("and passes over the previews of systems", async () => {
      await parts();
      await putPlain("@eaDir/1.png", [99, 0, 0]);
      await putPlain("__MACOSX/1.png", [99, 0, 0]);
      expect((await open({ split: "all" })).notes.slice(1)).toEqual([]);
    });
  });

  test("follows links, and round ones only once", async () => {
    await putPlain("real/1.png", [1, 0, 0]);
    await symlink(join(path, "real", "1.png"), join(path, "real", "2.png"));
    await symlink(path, join(path, "real", "round"));
    expect((await open()).count).toBe(2);
  });

  test("the images of a folder with a link to it have the folder's name", async () => {
    for (const [folder, link] of [
      ["m", "a"],
      ["n", "z"],
    ] as const) {
      await putPlain(`${folder}/1.png`, [1, 0, 0]);
      await symlink(join(path, folder), join(path, link));
    }
    const dataset = await open();
    expect(dataset.classes).toEqual(["m", "n"]);
    expect(dataset.notes).toContain("Links to folders whose images are there already: a, z.");
  });

  test("the images of a folder elsewhere have the name of the first link to it", async () => {
    await putPlain("set/b/1.png", [1, 0, 0]);
    await putPlain("other/1.png", [2, 0, 0]);
    await symlink(join(path, "other"), join(path, "set", "d"));
    await symlink(join(path, "other"), join(path, "set", "c"));
    await symlink(path, join(path, "set", "whole"));
    const dataset = await open({ path: join(path, "set") });
    expect(dataset.classes).toEqual(["b", "c"]);
    expect(dataset.count).toBe(2);
  });

  test("count takes images from all classes", async () => {
    for (const name of ["a", "b", "c"]) {
      for (let i = 0; i < 4; i++) await putPlain(`${name}/${i}.png`, [i, i, i]);
    }
    const dataset = await open({ count: 6 });
    expect([...dataset.labels]).toEqual([0, 0, 1, 1, 2, 2]);
    expect(dataset.notes).toContain("Chosen from 12, evenly spread (data.count).");
    expect(await failure(open({ count: 13 }))).toMatchInlineSnapshot(`
      "CONFIG: data.count: must be at most the 12 images found, got 13
      Leave data.count out to take all of them."
    `);
  });

  test("tells what is wrong with a folder that cannot be used", async () => {
    expect(await failure(open({ path: undefined }))).toMatchInlineSnapshot(`
      "CONFIG: data.path: must name the folder or archive of images when data.name is folder (--set data.path=PATH), got nothing
      docs/config.md explains each option, under data."
    `);
    expect(await failure(open({ path: join(path, "none") }))).toMatchInlineSnapshot(`
      "DATA: folder: cannot read ROOT/none: there is no such file or folder (ENOENT)
      Name an existing folder or archive of images with --set data.path=PATH."
    `);
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: folder: there must be a PNG, JPEG, WebP, GIF, TIFF or AVIF image in ROOT, got no file at all
      Name a folder or archive of images with --set data.path=PATH."
    `);
    await put("a.txt", "x");
    expect(await failure(open({ path: join(path, "a.txt") }))).toMatchInlineSnapshot(`
      "DATA: folder: ROOT/a.txt must be a folder or end with .zip, .tar, .tar.gz or .tgz
      Name a folder or archive of images with --set data.path=PATH."
    `);
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: folder: there must be a PNG, JPEG, WebP, GIF, TIFF or AVIF image in ROOT, got 1 other file (.txt 1)
      Name a folder or archive of images with --set data.path=PATH."
    `);
    await putPlain("a.png", [0, 0, 0]);
    expect(await failure(open({ split: "test" }))).toMatchInlineSnapshot(`
      "DATA: folder: the split test needs a folder called test in ROOT, got none
      Put the images into train/ and test/, hold some out (--set data.heldOut=N), or take all of them: --set data.split=all."
    `);
  });
});

test("names with control characters are told with escapes; the classes keep theirs", async () => {
  const [esc, line] = ["\x1b[31m", "\r\n"];
  await putPlain(`train/${esc}a/1.png`, [1, 0, 0]);
  await putPlain(`train/b${line}/1.png`, [2, 0, 0]);
  await putPlain(`test/b${line}/1.png`, [2, 0, 0]);
  await put(`train/b${line}/${esc}.png`, "this is no image");
  await putPlain(`more${esc}/1.png`, [3, 0, 0]);
  await putPlain(`loose${line}.png`, [3, 0, 0]);
  const report = await checkDataset({ name: "folder", path, size: 8 });
  expect(report.classCounts.map(({ name }) => name)).toEqual([`${esc}a`, `b${line}`]);
  expect(report.notes.map((note) => note.replaceAll(path, "ROOT")).slice(1)).toEqual([
    "Not part of the split train: test.",
    "Left out, beside test, train: 1 image (loose\\r\\n.png), the folder more\\x1b[31m (1 image).",
    "1 file skipped: ROOT/train/b\\r\\n/\\x1b[31m.png (Input buffer contains unsupported image format).",
  ]);
});

describe("damaged images", () => {
  test("are left out, counted and named; labels stay with their images", async () => {
    await putPlain("a/1.png", [1, 1, 1]);
    const whole = await sharp(Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => i * i)), {
      raw: { width: 64, height: 64, channels: 3 },
    })
      .jpeg()
      .toBuffer();
    await put("a/2-cut.jpg", whole.subarray(0, whole.length / 2));
    await put("a/3-text.png", "this is no image");
    await put("a/4-empty.jpg", "");
    await putPlain("b/1.png", [2, 2, 2]);
    const dataset = await open();
    expect([...dataset.labels]).toEqual([0, 1]);
    expect(await middles()).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(dataset.broken.map(({ file }) => file.replace(path, ""))).toEqual([
      "/a/2-cut.jpg",
      "/a/3-text.png",
      "/a/4-empty.jpg",
    ]);
    for (const { reason } of dataset.broken) expect(reason).toMatch(/^.+$/);
    expect(dataset.notes.at(-1)).toMatch(/^3 files skipped: .*2-cut\.jpg \(.+\), .*3-text/);
  });

  test("are an error when none is sound", async () => {
    await put("1.png", "this is no image");
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: folder: none of the 1 image in ROOT can be read; ROOT/1.png: Input buffer contains unsupported image format
      Open one of them with an image viewer; save them anew as PNG or JPEG."
    `);
  });
});

describe("openFolder", () => {
  test("says what it holds in memory", async () => {
    for (let i = 0; i < 3; i++) await putPlain(`${i}.png`, [i, 0, 0], 4);
    expect((await open()).notes).toMatchInlineSnapshot(`
      [
        "3 images at 8 × 8 held in memory: 576 bytes.",
        "3 images smaller than that, enlarged.",
      ]
    `);
  });

  test("tells its files before it reads them, which may end it", async () => {
    await put("1.png", "this is no image");
    const onFiles = (files: SourceFiles) => Promise.reject(new Error(files.names.join()));
    await expect(openDataset({ name: "folder", path }, { onFiles })).rejects.toThrow(/^1\.png$/);
  });

  test("reports progress from nothing to everything, and stops when asked", async () => {
    for (let i = 0; i < 5; i++) await putPlain(`${i}.png`, [i, 0, 0]);
    const seen: WorkProgress[] = [];
    await openDataset(
      { name: "folder", path, size: 8 },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(seen[0]).toEqual({ task: "decode", done: 0, total: 5, unit: "images" });
    expect(seen.at(-1)).toEqual({ task: "decode", done: 5, total: 5, unit: "images" });
    const stopped = openDataset({ name: "folder", path, size: 8 }, { signal: AbortSignal.abort() });
    expect(await failure(stopped)).toMatchInlineSnapshot(`
      "DATA: folder: stopped after 0 of 5 images
      undefined"
    `);
  });
});

describe("checkDataset on a folder", () => {
  test("measures values, counts duplicates and blank images, and warns", async () => {
    await putPlain("a/1.png", [10, 20, 30]);
    await putPlain("a/2.png", [10, 20, 30]);
    await putPlain("a/3.png", [30, 20, 10]);
    await putPlain("b/4.png", [10, 20, 30]);
    await put("b/5.png", "this is no image");
    const report = await checkDataset({ name: "folder", path, size: 8 });
    expect(report).toMatchObject({
      count: 4,
      classCounts: [
        { name: "a", count: 3 },
        { name: "b", count: 1 },
      ],
      range: [10, 30],
      duplicates: {
        count: 2,
        examples: [
          { index: 1, equals: 0 },
          { index: 3, equals: 0 },
        ],
      },
      blankCount: 4,
    });
    const deviation = Math.sqrt((3 * 5 ** 2 + 15 ** 2) / 4);
    expect(report.channelStatistics.map(({ mean }) => mean)).toBeAllclose([15, 20, 25], {
      absolute: 1e-9,
    });
    expect(report.channelStatistics.map(({ std }) => std)).toBeAllclose([deviation, 0, deviation], {
      absolute: 1e-9,
    });
    expect(report.warnings).toMatchInlineSnapshot(`
      [
        "1 file cannot be read.",
        "Only 4 images: the discriminator may learn them by heart.",
        "All pixel values lie in 10 … 30: the images may be masks or labels.",
        "4 images of one single color (100.0 %).",
        "2 images equal to an earlier one (50.0 %).",
      ]
    `);
  });
});

const jpegs = "../shared/data/cifar10-jpeg.tar.gz";

describe.skipIf(!existsSync(jpegs))(
  "real JPEG files (skipped where ../shared/data is absent)",
  () => {
    test("are decoded with their classes", async () => {
      const { readTar } = await import("../../../downloads/tar.ts");
      const { createReadStream } = await import("node:fs");
      const { createGunzip } = await import("node:zlib");
      let kept = 0;
      const stream = createReadStream(jpegs).pipe(createGunzip());
      for await (const entry of readTar(stream, jpegs)) {
        if (!/\/0{3}\d\.jpg$/.test(entry.path)) continue;
        const parts: Uint8Array[] = [];
        for await (const part of entry.content) parts.push(Uint8Array.from(part));
        await put(entry.path, Buffer.concat(parts));
        if (++kept === 100) break;
      }
      stream.destroy();
      const report = await checkDataset({ name: "folder", path });
      expect(report.count).toBe(100);
      expect(report.broken).toEqual([]);
      expect(report.classCounts.map(({ count }) => count)).toEqual(Array(10).fill(10));
      expect(report.classCounts.map(({ name }) => name)).toContain("frog");
      expect(report.channelStatistics.map(({ mean }) => mean)).toBeAllclose([125, 123, 114], {
        absolute: 25,
      });
    });
  },
);

describe("the sizes of the files", () => {
  const sizes = { median: 16, least: 8, greatest: 24, different: 3, ofMedian: 2, files: 4 };

  beforeEach(async () => {
    for (const [i, side] of [8, 16, 16, 24].entries()) await putPlain(`${i}.png`, [i, 0, 0], side);
    await put("broken.png", "no image");
    await put(".hidden/a.png", await plain([0, 0, 0], 99).png().toBuffer());
  });

  test("are known before the images are opened, and of those that were decoded", async () => {
    expect(await measureDataset({ name: "folder", path })).toEqual(sizes);
    expect((await open()).sizes?.()).toEqual(sizes);
  });

  test("of streamed images are those that were read so far, each once", async () => {
    const dataset = await open({ size: 1024, memory: 1 });
    expect(dataset.sizes?.()).toBe(undefined);
    const out = new Uint8Array(2 * 3 * 1024 ** 2);
    await dataset.read([0, 0], out);
    await dataset.read([0, 3], out);
    expect(dataset.sizes?.()).toMatchObject({ files: 2, least: 8, greatest: 24 });
  });
});
