import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { randomStream } from "../../random.ts";
import { batchSource, restoreBatchSource } from "../batches/batches.ts";
import { openDataset } from "../catalog/open.ts";
import type { DatasetOptions } from "../catalog/options.ts";
import { checkDataset } from "../check/check.ts";
import type { BrokenFile } from "../dataset/index.ts";

/** An image of 600 pixels takes more than 1 MiB, so that a set of two streams. */
const size = 600;
let root = "";
beforeEach(async () => {
  root = await temporaryFolder();
});

async function put(file: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), bytes);
}

/** A plain image of this red value, or one that no one can read. */
async function putImage(file: string, red: number | "broken"): Promise<void> {
  const background = { r: Number(red), g: 0, b: 0 };
  const image = () => sharp({ create: { width: 8, height: 8, channels: 3, background } });
  await put(file, red === "broken" ? "no image" : await image().png().toBuffer());
}

const open = (options: Partial<DatasetOptions> = {}, onBroken?: (file: BrokenFile) => void) =>
  openDataset({ name: "folder", path: root, size, memory: 1, ...options }, { onBroken });

/** Reads images; the red value of each. */
async function reds(set: Awaited<ReturnType<typeof open>>, indices: readonly number[]) {
  const out = new Uint8Array(indices.length * 3 * size * size);
  await set.read(indices, out);
  return indices.map((_, i) => out[i * 3 * size * size]);
}

describe("a set that takes more than data.memory", () => {
  test("says what it takes", async () => {
    for (const red of [1, 2, 3]) await putImage(`${red}.png`, red);
    const set = await open();
    expect(set.notes[0]).toMatchInlineSnapshot(
      `"3 images at 600 × 600 would take 3.1 MiB, more than data.memory (1.0 MiB): they are decoded as they are needed, up to 1 ahead (1.0 MiB)."`,
    );
    expect(await reds(set, [2, 0, 2, 1])).toEqual([3, 1, 3, 2]);
    const held = await open({ memory: 4 });
    expect([held.readAhead, held.notes[0]]).toEqual([
      undefined,
      "3 images at 600 × 600 held in memory: 3.1 MiB.",
    ]);
  });

  test("reads as many ahead as take a quarter of the memory, 256 at most", async () => {
    for (const red of [1, 2, 3]) await putImage(`${red}.png`, red);
    const large = Array.from({ length: 40 }, (_, i) => putImage(`more/${i}.png`, i));
    await Promise.all(large);
    expect((await open({ memory: 41 })).readAhead).toBe(
      Math.floor((41 * 2 ** 20) / 4 / (3 * size ** 2)),
    );
  });

  test("replaces a broken image by the next one of its class, and tells it once", async () => {
    await putImage("a/1.png", 1);
    await putImage("a/2.png", "broken");
    await putImage("b/3.png", 3);
    await putImage("a/4.png", "broken");
    await putImage("a/5.png", 5);
    await putImage("a/6.png", "broken");
    const told: string[] = [];
    const set = await open({}, ({ file }) => told.push(file.slice(root.length)));
    // in the order of paths: a/1, a/2, a/4, a/5, a/6, b/3
    expect(set.broken).toEqual([]);
    expect(await reds(set, [0, 1, 2, 3, 4, 5])).toEqual([1, 5, 5, 5, 1, 3]);
    expect(await reds(set, [4, 1])).toEqual([1, 5]);
    expect(told.sort()).toEqual(["/a/2.png", "/a/4.png", "/a/6.png"]);
    expect(set.broken).toHaveLength(3);
    // another reader, in another order, gets the same
    expect(await reds(await open(), [4, 3, 1, 2])).toEqual([1, 5, 5, 5]);
  });

  test("names the class of which nothing can be read", async () => {
    await putImage("a/1.png", "broken");
    await putImage("a/2.png", "broken");
    await putImage("b/3.png", 3);
    const set = await open();
    expect(await reds(set, [2])).toEqual([3]);
    await expect(set.read([0], new Uint8Array(3 * size ** 2))).rejects.toThrowError(
      /^folder: no image of the class a in .* can be read; .*\.png: Input buffer/,
    );
  });

  test("goes on exactly, with broken images and images read ahead", async () => {
    const broken = [2, 5, 6];
    for (let i = 0; i < 9; i++) await putImage(`${i}.png`, broken.includes(i) ? "broken" : i);
    const straight = batchSource(await open(), {
      batchSize: 4,
      stream: randomStream(0, "shuffle"),
    });
    const first = async (source: typeof straight) => {
      const { images } = await source.next();
      return [0, 1, 2, 3].map((i) => images[i * 3 * size * size]);
    };
    for (let i = 0; i < 3; i++) await first(straight);
    const restored = restoreBatchSource(await open(), { batchSize: 4 }, straight.state());
    for (let i = 0; i < 5; i++) expect(await first(restored)).toEqual(await first(straight));
  });

  test("is checked without counting the images that stand in", async () => {
    await putImage("a/1.png", 1);
    await putImage("a/2.png", "broken");
    await putImage("a/3.png", 1);
    await putImage("b/4.png", 4);
    const report = await checkDataset({ name: "folder", path: root, size, memory: 1 });
    expect(report).toMatchObject({
      count: 3,
      classCounts: [
        { name: "a", count: 2 },
        { name: "b", count: 1 },
      ],
      duplicates: { count: 1, examples: [{ index: 2, equals: 0 }] },
      range: [0, 4],
    });
    expect(report.broken.map(({ file }) => file)).toEqual([join(root, "a/2.png")]);
  });
});
