import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { failure } from "../../../../test/support/failure.ts";
import { temporaryFolder } from "../../../../test/support/temporary-folder.ts";
import { resize } from "../../../images/index.ts";
import { openDataset } from "../../catalog/open.ts";
import type { DatasetOptions } from "../../catalog/options.ts";
import { checkDataset } from "../../check/check.ts";

let root = "";
let folder = "";

beforeEach(async () => {
  root = await temporaryFolder();
  folder = join(root, "mnist");
  await mkdir(folder);
});

/** An IDX file as its makers lay it out: two zeros, the type, the rank, big-endian sizes, the bytes. */
function idx(shape: readonly number[], bytes: Uint8Array, type = 0x08): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, type, shape.length]);
  shape.forEach((size, axis) => {
    header.writeUInt32BE(size, 4 + 4 * axis);
  });
  return Buffer.concat([header, bytes]);
}

/** Image i has the value i + 1 in its first row, 200 at its last pixel, and 0 elsewhere. */
function images(count: number): Buffer {
  const pixels = new Uint8Array(count * 784);
  for (let i = 0; i < count; i++) {
    pixels.fill(i + 1, i * 784, i * 784 + 28);
    pixels[i * 784 + 783] = 200;
  }
  return idx([count, 28, 28], pixels);
}
const labels = (...values: readonly number[]) => idx([values.length], Uint8Array.from(values));

const write = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);
const open = (options: Partial<DatasetOptions> = {}) =>
  openDataset({ name: "mnist", root, ...options });

async function image(options: Partial<DatasetOptions>, index: number): Promise<Uint8Array> {
  const dataset = await open(options);
  const out = new Uint8Array(dataset.channels * dataset.height * dataset.width);
  await dataset.read([index], out);
  return out;
}

describe("openMnist", () => {
  test("reads plain and gzipped files, and either part", async () => {
    await write("train-images-idx3-ubyte", images(3));
    await write("train-labels-idx1-ubyte.gz", gzipSync(labels(7, 0, 9)));
    await write("t10k-images.idx3-ubyte.gz", gzipSync(images(1)));
    await write("t10k-labels.idx1-ubyte", labels(4));
    const train = await open({ size: 28 });
    expect(train).toMatchObject({ count: 3, channels: 1, height: 28, width: 28, source: folder });
    expect(train.files).toEqual({
      path: folder,
      names: ["train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz"],
    });
    expect([...train.labels]).toEqual([7, 0, 9]);
    expect(train.classes).toEqual([..."0123456789"]);
    expect(train.notes).toEqual(["3 of the official 60 000 training images."]);
    expect([...(await open({ split: "all" })).labels]).toEqual([7, 0, 9, 4]);
    expect([...(await open({ split: "all", count: 2 })).labels]).toEqual([7, 9]);
    const last = await image({ split: "all", size: 28 }, 3);
    expect([last[0], last[27], last[28], last[783]]).toEqual([1, 1, 0, 200]);
    expect((await image({ size: 28 }, 2))[0]).toBe(3);
  });

  test("pads to 32 with black unless told otherwise, in gray or in color", async () => {
    await write("train-images-idx3-ubyte", images(2));
    await write("train-labels-idx1-ubyte", labels(1, 2));
    const padded = await image({}, 1);
    expect(padded).toHaveLength(1024);
    expect([...padded.subarray(64, 96)]).toEqual([0, 0, ...Array(28).fill(2), 0, 0]);
    expect([padded.indexOf(200), padded.findIndex((x) => x > 0)]).toEqual([29 * 32 + 29, 66]);
    expect(padded.reduce((a, b) => a + b)).toBe(28 * 2 + 200);
    const color = await image({ channels: 3 }, 1);
    expect(color).toEqual(Uint8Array.from([...padded, ...padded, ...padded]));
  });

  test("resizes by the resizer that is asked for", async () => {
    await write("train-images-idx3-ubyte", images(2));
    await write("train-labels-idx1-ubyte", labels(1, 2));
    const plain = await image({ size: 28 }, 1);
    for (const method of ["pillow-bicubic", "opencv-bilinear"] as const) {
      const expected = resize(plain, { from: [28, 28], to: [20, 20], method });
      expect(await image({ size: 20, resize: method }, 1)).toEqual(expected);
    }
    expect((await open({ size: 20, resize: "pillow-box" })).notes.at(-1)).toBe(
      "From 28 to 20 pixels by pillow-box.",
    );
    expect(await failure(open({ size: 20 }), root)).toMatchInlineSnapshot(`
      "CONFIG: data.size: must be at least 28, the size of the images, unless data.resize is a resizer such as pillow-bilinear, got 20
      docs/config.md explains each option, under data."
    `);
  });

  test("fashion-mnist has the same files in a folder of its own", async () => {
    const own = join(root, "fashion-mnist");
    await mkdir(own);
    await writeFile(join(own, "train-images-idx3-ubyte.gz"), gzipSync(images(1)));
    await writeFile(join(own, "train-labels-idx1-ubyte.gz"), gzipSync(labels(9)));
    const fashion = await openDataset({ name: "fashion-mnist", root });
    expect(fashion.classes[fashion.labels[0]!]).toBe("Ankle boot");
  });

  test("refuses a gzipped file that is packed more densely than any images", async () => {
    await write("train-images-idx3-ubyte.gz", gzipSync(Buffer.alloc(2 ** 25 + 1)));
    await write("train-labels-idx1-ubyte", labels(1));
    expect(await failure(open(), root)).toContain("31.9 KiB that become more than 16.0 MiB");
  });

  test("tells how to get files that are not there", async () => {
    const away = { root: join(root, "elsewhere") };
    const messages = [
      await failure(open(away), root),
      await failure(open({ root: folder }), root),
      await failure(open(), root),
    ];
    await write("train-images-idx3-ubyte", images(1));
    messages.push(await failure(open(), root));
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "DATA: mnist: cannot read ROOT/elsewhere/mnist: there is no such file or folder (ENOENT)
      Get it with \`evenkeel data fetch mnist\`, or name the folder that holds mnist with --set data.root=DIR.
      DATA: mnist: cannot read ROOT/mnist/mnist: there is no such file or folder (ENOENT)
      data.root must be the folder above: --set data.root=ROOT
      DATA: mnist: ROOT/mnist must hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz, got neither
      Get it with \`evenkeel data fetch mnist\`, or name the folder that holds mnist with --set data.root=DIR.
      DATA: mnist: ROOT/mnist must hold train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz, got neither
      Get it with \`evenkeel data fetch mnist\`, or name the folder that holds mnist with --set data.root=DIR."
    `);
  });

  test("names what is wrong with a damaged file", async () => {
    await write("train-labels-idx1-ubyte", labels(1, 2));
    const damaged: readonly Uint8Array[] = [
      new Uint8Array(),
      images(2).subarray(0, 9),
      images(2).subarray(0, 1000),
      Buffer.concat([images(2), Buffer.of(0)]),
      labels(1, 2),
      idx([2, 28, 28], new Uint8Array(1568), 0x0d),
      idx([0, 28, 28], new Uint8Array()),
      idx([2, 14, 56], new Uint8Array(1568)),
      images(3),
      gzipSync(images(2)).subarray(0, 40),
    ];
    const messages: string[] = [];
    for (const bytes of damaged) {
      await write("train-images-idx3-ubyte", bytes);
      messages.push(await failure(open(), root));
    }
    await write("train-images-idx3-ubyte", images(2));
    await write("train-labels-idx1-ubyte", labels(1, 10));
    messages.push(await failure(open(), root));
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "DATA: mnist: in ROOT/mnist/train-images-idx3-ubyte the magic number must be 0x00000803 (IDX, unsigned bytes, 3 dimensions), got a file of 0 bytes
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: in ROOT/mnist/train-images-idx3-ubyte the header must have 16 bytes, got 9
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: in ROOT/mnist/train-images-idx3-ubyte the header says 2 × 28 × 28, so 1584 bytes must be there, got 1000
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: in ROOT/mnist/train-images-idx3-ubyte the header says 2 × 28 × 28, so 1584 bytes must be there, got 1585
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: in ROOT/mnist/train-images-idx3-ubyte the magic number must be 0x00000803 (IDX, unsigned bytes, 3 dimensions), got 0x00000801
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: in ROOT/mnist/train-images-idx3-ubyte the magic number must be 0x00000803 (IDX, unsigned bytes, 3 dimensions), got 0x00000d03
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: in ROOT/mnist/train-images-idx3-ubyte the header says 0 × 28 × 28, so 16 bytes must be there, got 16
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: the images of ROOT/mnist/train-images-idx3-ubyte must be 28 × 28, got 14 × 56
      Images of other sizes: the folder set.
      DATA: mnist: ROOT/mnist/train-labels-idx1-ubyte must have a label for each of the 3 images of ROOT/mnist/train-images-idx3-ubyte, got 2
      One of them is cut off. Get both from the same place.
      DATA: mnist: ROOT/mnist/train-images-idx3-ubyte must be a sound gzip file, got: unexpected end of file
      It is damaged or cut off: delete it and run \`evenkeel data fetch mnist\`.
      DATA: mnist: a label must be in 0 … 9, got 10 for image 1 in ROOT/mnist/train-labels-idx1-ubyte
      It is damaged: delete it and run \`evenkeel data fetch mnist\`."
    `);
  });

  test("names a file that cannot be read", async () => {
    await mkdir(join(folder, "train-images-idx3-ubyte"));
    await write("train-labels-idx1-ubyte", labels(1));
    expect(await failure(open(), root)).toMatchInlineSnapshot(`
      "DATA: mnist: cannot read ROOT/mnist/train-images-idx3-ubyte: the path is a folder, not a file (EISDIR)
      Make it readable, or fetch it again with \`evenkeel data fetch mnist\`."
    `);
  });
});

const real = "../shared/data";

describe.skipIf(!existsSync(join(real, "mnist")))(
  "the original MNIST files (skipped where ../shared/data is absent)",
  () => {
    test("begin with the digits that everybody's do", async () => {
      const dataset = await openDataset({ name: "mnist", root: real, size: 28 });
      expect([...dataset.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
      const five = new Uint8Array(784);
      await dataset.read([0], five);
      // the first pixels of the set's first digit that are not black
      const start = five.findIndex((x) => x > 0);
      expect([start, ...five.subarray(start, start + 6)]).toEqual([152, 3, 18, 18, 18, 126, 136]);
    });

    test("have the published mean and deviation, to sampling error", async () => {
      const report = await checkDataset({ name: "mnist", root: real, size: 28 });
      // the means of 3678 images of 60 000: 0.5 and 0.4 seen
      expect(report.channelStatistics[0]!.mean / 255).toBeCloseTo(0.1307, 2);
      expect(report.channelStatistics[0]!.std / 255).toBeCloseTo(0.3081, 2);
      expect(report.range).toEqual([0, 255]);
      expect(report.notes[0]).toMatch(/^3678 of the official 60 000 training images\.$/);
    });
  },
);
