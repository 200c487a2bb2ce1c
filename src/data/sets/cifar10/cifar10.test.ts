import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { datasetClasses, openDataset } from "../../catalog/index.ts";
import type { DatasetOptions } from "../../catalog/options.ts";
import { checkDataset } from "../../check/check.ts";

const classes = datasetClasses({ name: "cifar10" });

let root = "";
let folder = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "evenkeel-"));
  folder = join(root, "cifar-10-batches-bin");
  await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true }));

const names = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);

/** Records in the original layout: a label, then 1024 red, 1024 green and 1024 blue bytes. */
function records(labels: readonly number[], red: number): Buffer {
  return Buffer.concat(
    labels.map((label, i) =>
      Buffer.concat([
        Buffer.of(label),
        Buffer.alloc(1024, red + i),
        Buffer.alloc(1024, 100),
        Buffer.from(Array.from({ length: 1024 }, (_, pixel) => pixel % 256)),
      ]),
    ),
  );
}

const write = (name: string, bytes: Uint8Array | string) => writeFile(join(folder, name), bytes);
const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "cifar10", root, ...options });

/** The error of `promise` as a user sees it, with the temporary folder called ROOT. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.unreachable("no error"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}\n${error.advice}`.replaceAll(root, "ROOT");
}

describe("openCifar10", () => {
  test("reads labels and planes from all batch files, in order", async () => {
    for (const [i, name] of names.entries()) await write(name, records([i, 9 - i], 10 * i));
    await write("test_batch.bin", records([7], 200));
    const train = await open();
    expect(train).toMatchObject({ count: 10, channels: 3, height: 32, width: 32, source: folder });
    expect(train.files).toEqual({ path: folder, names });
    expect([...train.labels]).toEqual([0, 9, 1, 8, 2, 7, 3, 6, 4, 5]);
    expect(train.classes).toEqual(classes);
    const out = new Uint8Array(2 * 3072);
    await train.read([9, 2], out);
    expect([out[0], out[1023], out[1024], out[2048], out[2049], out[2303]]).toEqual([
      41, 41, 100, 0, 1, 255,
    ]);
    expect(out[3072]).toBe(10);
    expect([...(await open({ split: "test" })).labels]).toEqual([7]);
    expect([...(await open({ split: "all" })).labels]).toEqual([...train.labels, 7]);
  });

  test("says how many images there are of how many, and which files are missing", async () => {
    await write("data_batch_2.bin", records([1, 2, 3], 0));
    expect((await open()).notes).toMatchInlineSnapshot(`
      [
        "3 of the official 50 000 training images.",
        "Files not there: data_batch_1.bin, data_batch_3.bin, data_batch_4.bin, data_batch_5.bin.",
      ]
    `);
    expect((await open({ count: 2 })).notes.at(-1)).toMatchInlineSnapshot(
      `"2 of them are used (data.count), evenly spread."`,
    );
  });

  test("takes a part that is spread evenly over the files", async () => {
    await write("data_batch_1.bin", records([0, 1, 2, 3], 0));
    await write("data_batch_3.bin", records([4, 5, 6, 7], 50));
    const part = await open({ count: 4 });
    expect([...part.labels]).toEqual([0, 2, 4, 6]);
    const out = new Uint8Array(3072);
    await part.read([3], out);
    expect(out[0]).toBe(52);
    expect(await failure(open({ count: 9 }))).toMatchInlineSnapshot(`
      "CONFIG: data.count: must be at most the 8 images found, got 9
      Leave data.count out to take all of them."
    `);
  });

  test("takes the class names from the set's own list", async () => {
    await write("data_batch_1.bin", records([0], 0));
    await write("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    expect((await open()).classes).toEqual([..."abcdefghij"]);
    await write("batches.meta.txt", "a\nb\n");
    const dataset = await open();
    expect(dataset.classes).toEqual(classes);
    expect(dataset.notes.at(-1)?.replace(root, "ROOT")).toMatchInlineSnapshot(
      `"ROOT/cifar-10-batches-bin/batches.meta.txt has 2 class names, not 10; the built-in names are used."`,
    );
  });

  test("names a file that is cut off", async () => {
    await write("data_batch_1.bin", records([1], 0));
    await write("data_batch_2.bin", records([1, 2], 0).subarray(0, 5000));
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: cifar10: the size of ROOT/cifar-10-batches-bin/data_batch_2.bin must be a multiple of 3073 bytes (one image), got 5000 bytes: 1 image, then 1927 bytes
      It is cut off, or not the binary version. Move the folder away and run \`evenkeel data fetch cifar10\`."
    `);
    await write("data_batch_2.bin", "");
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: cifar10: the size of ROOT/cifar-10-batches-bin/data_batch_2.bin must be a multiple of 3073 bytes (one image), got 0 bytes: 0 images, then 0 bytes
      It is cut off, or not the binary version. Move the folder away and run \`evenkeel data fetch cifar10\`."
    `);
  });

  test("names the record with a label that cannot be", async () => {
    await write("data_batch_1.bin", records([1, 2, 10, 3], 0));
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: cifar10: a label must be in 0 … 9, got 10 in record 2 (byte 6146) of ROOT/cifar-10-batches-bin/data_batch_1.bin
      It is damaged, or not CIFAR-10 (CIFAR-100 has two label bytes). Move the folder away and run \`evenkeel data fetch cifar10\`."
    `);
  });

  test("tells how to get files that are not there", async () => {
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: cifar10: no file of the split train found, looked for ROOT/cifar-10-batches-bin/{data_batch_1.bin,data_batch_2.bin,data_batch_3.bin,data_batch_4.bin,data_batch_5.bin}
      Get it with \`evenkeel data fetch cifar10\`, or name the folder that holds cifar-10-batches-bin with --set data.root=DIR."
    `);
    await write("data_batch_1.bin", records([1], 0));
    expect(await failure(open({ split: "test" }))).toMatchInlineSnapshot(`
      "DATA: cifar10: no file of the split test found, looked for ROOT/cifar-10-batches-bin/test_batch.bin
      Get it with \`evenkeel data fetch cifar10\`, or name the folder that holds cifar-10-batches-bin with --set data.root=DIR."
    `);
    expect(await failure(open({ root: join(root, "elsewhere") }))).toMatchInlineSnapshot(`
      "DATA: cifar10: cannot read ROOT/elsewhere/cifar-10-batches-bin: there is no such file or folder (ENOENT)
      Get it with \`evenkeel data fetch cifar10\`, or name the folder that holds cifar-10-batches-bin with --set data.root=DIR."
    `);
  });

  test("recognizes a root one folder too deep, the Python version, and a file in the way", async () => {
    await write("data_batch_1.bin", records([1], 0));
    expect(await failure(open({ root: folder }))).toMatchInlineSnapshot(`
      "DATA: cifar10: cannot read ROOT/cifar-10-batches-bin/cifar-10-batches-bin: there is no such file or folder (ENOENT)
      data.root must be the folder above: --set data.root=ROOT"
    `);
    await rm(folder, { recursive: true });
    await mkdir(join(root, "cifar-10-batches-py"));
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: cifar10: cannot read ROOT/cifar-10-batches-bin: there is no such file or folder (ENOENT)
      ROOT holds the Python version; get the binary version with \`evenkeel data fetch cifar10\`."
    `);
    await writeFile(folder, "");
    expect(await failure(open())).toMatchInlineSnapshot(`
      "DATA: cifar10: cannot read ROOT/cifar-10-batches-bin: a part of the path is a file, not a folder (ENOTDIR)
      ROOT holds the Python version; get the binary version with \`evenkeel data fetch cifar10\`."
    `);
  });

  test("has one size", async () => {
    expect(await failure(open({ size: 48 }))).toMatchInlineSnapshot(`
      "CONFIG: data.size: must be 32 when data.name is cifar10, got 48
      docs/config.md explains each option, under data."
    `);
  });
});

describe("checkDataset on cifar10", () => {
  test("lists damaged files and counts the rest", async () => {
    await write("data_batch_1.bin", records([1, 1, 2], 0));
    await write("data_batch_2.bin", records([1, 2], 0).subarray(0, 4000));
    await write("data_batch_4.bin", records([99], 0));
    const report = await checkDataset({ name: "cifar10", root });
    expect(report.count).toBe(3);
    expect(report.broken.map(({ file }) => file.replace(folder, ""))).toEqual([
      "/data_batch_2.bin",
      "/data_batch_4.bin",
    ]);
    expect(report.warnings[0]).toBe("2 files cannot be read.");
    expect(report.notes[1]).toBe("Files not there: data_batch_3.bin, data_batch_5.bin.");
  });

  test("fails when all are damaged", async () => {
    await write("data_batch_1.bin", "no");
    const error = failure(checkDataset({ name: "cifar10", root }));
    expect(await error).toMatchInlineSnapshot(`
      "DATA: cifar10: every file is damaged. cifar10: the size of ROOT/cifar-10-batches-bin/data_batch_1.bin must be a multiple of 3073 bytes (one image), got 2 bytes: 0 images, then 2 bytes
      Move the folder away and run \`evenkeel data fetch cifar10\`."
    `);
  });
});

const real = "../shared/data";

describe.skipIf(!existsSync(join(real, "cifar-10-batches-bin")))(
  "the original CIFAR-10 files (skipped where ../shared/data is absent)",
  () => {
    test("begin with the images that everybody's do", async () => {
      const dataset = await openDataset({ name: "cifar10", root: real });
      const frog = new Uint8Array(3072);
      await dataset.read([0], frog);
      expect([...dataset.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
      expect([...frog.subarray(0, 3), ...frog.subarray(-3)]).toEqual([59, 43, 50, 140, 84, 72]);
      expect(dataset.classes).toEqual(classes);
    });

    test("have the published channel means and deviations, to sampling error", async () => {
      const report = await checkDataset({ name: "cifar10", root: real });
      const published = { mean: [125.3, 123.0, 113.9], std: [63.0, 62.1, 66.7] };
      const { channelStatistics } = report;
      expect(channelStatistics.map(({ mean }) => mean)).toBeAllclose(published.mean, {
        absolute: 1.5,
      });
      expect(channelStatistics.map(({ std }) => std)).toBeAllclose(published.std, {
        absolute: 1,
      });
      expect(report.range).toEqual([0, 255]);
      expect(report.broken).toEqual([]);
      expect(report.classCounts.reduce((sum, { count }) => sum + count, 0)).toBe(report.count);
    });
  },
);
