import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { failure } from "../../../../test/support/failure.ts";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { openDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";
import { checkDataset } from "../../check/check.ts";
import { coarseClasses, fineClasses } from "./classes.ts";

let root = "";
let folder = "";

beforeEach(async () => {
  root = await temporaryFolder();
  folder = join(root, "cifar-100-binary");
  await mkdir(folder);
});

/** Records in the original layout: a coarse label, a fine one, then red, green and blue planes. */
function records(...labels: readonly (readonly [coarse: number, fine: number])[]): Buffer {
  return Buffer.concat(
    labels.map(([coarse, fine], i) =>
      Buffer.concat([
        Buffer.of(coarse, fine),
        Buffer.alloc(1024, 10 + i),
        Buffer.alloc(1024, 20),
        Buffer.from(Array.from({ length: 1024 }, (_, pixel) => pixel % 256)),
      ]),
    ),
  );
}

const write = (name: string, bytes: Uint8Array | string) => writeFile(join(folder, name), bytes);
const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "cifar100", root, ...options });

test("there are 100 fine classes and 20 coarse ones, each once", () => {
  expect(new Set(fineClasses).size).toBe(100);
  expect(new Set(coarseClasses).size).toBe(20);
  expect(fineClasses).toEqual(fineClasses.toSorted());
  expect(coarseClasses).toEqual(coarseClasses.toSorted());
});

test("reads either label and the planes", async () => {
  await write("train.bin", records([19, 99], [0, 51], [7, 3]));
  await write("test.bin", records([4, 44]));
  const fine = await open();
  expect(fine).toMatchObject({ count: 3, channels: 3, height: 32, width: 32, source: folder });
  expect([...fine.labels]).toEqual([99, 51, 3]);
  expect(fine.classes).toEqual(fineClasses);
  const coarse = await open({ labels: "coarse", split: "all" });
  expect([...coarse.labels]).toEqual([19, 0, 7, 4]);
  expect(coarse.classes).toEqual(coarseClasses);
  const out = new Uint8Array(2 * 3072);
  await fine.read([2, 0], out);
  expect([out[0], out[1023], out[1024], out[2048], out[2049], out[3071], out[3072]]).toEqual([
    12, 12, 20, 0, 1, 255, 10,
  ]);
  expect(fine.notes).toEqual(["3 of the official 50 000 training images."]);
});

test("takes the class names of either kind from the set's own lists", async () => {
  await write("train.bin", records([0, 0]));
  const names = (count: number) => Array.from({ length: count }, (_, i) => `name${i}`);
  await write("fine_label_names.txt", `${names(100).join("\n")}\n`);
  await write("coarse_label_names.txt", `${names(20).join("\n")}\n`);
  expect((await open()).classes).toEqual(names(100));
  expect((await open({ labels: "coarse" })).classes).toEqual(names(20));
});

test("names what is wrong with a file", async () => {
  expect(await failure(open(), root)).toMatchInlineSnapshot(`
    "DATA: cifar100: no file of the split train found, looked for ROOT/cifar-100-binary/train.bin
    Get it with \`evenkeel data fetch cifar100\`, or name the folder that holds cifar-100-binary with --set data.root=DIR."
  `);
  await write("train.bin", records([1, 1]).subarray(0, 3000));
  expect(await failure(open(), root)).toMatchInlineSnapshot(`
    "DATA: cifar100: the size of ROOT/cifar-100-binary/train.bin must be a multiple of 3074 bytes (one image), got 3000 bytes: 0 images, then 3000 bytes
    It is cut off, or not the binary version. Move the folder away and run \`evenkeel data fetch cifar100\`."
  `);
  await write("train.bin", records([1, 1], [20, 1]));
  expect(await failure(open(), root)).toMatchInlineSnapshot(`
    "DATA: cifar100: a label must be in 0 … 19, got 20 in record 1 (byte 3074) of ROOT/cifar-100-binary/train.bin
    It is damaged, or not CIFAR-100 (CIFAR-10 has one label byte). Move the folder away and run \`evenkeel data fetch cifar100\`."
  `);
  await write("train.bin", records([1, 100]));
  expect(await failure(open(), root)).toMatchInlineSnapshot(`
    "DATA: cifar100: a label must be in 0 … 99, got 100 in record 0 (byte 1) of ROOT/cifar-100-binary/train.bin
    It is damaged, or not CIFAR-100 (CIFAR-10 has one label byte). Move the folder away and run \`evenkeel data fetch cifar100\`."
  `);
});

test("check goes on beside a damaged file", async () => {
  await write("train.bin", "no");
  await write("test.bin", records([1, 1], [1, 2]));
  const report = await checkDataset({ name: "cifar100", root, split: "all" });
  expect(report.count).toBe(2);
  expect(report.broken.map(({ file }) => file)).toEqual([join(folder, "train.bin")]);
});
