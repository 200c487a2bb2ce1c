import { beforeEach, describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { openDataset } from "../catalog/open.ts";
import type { ImageDataset } from "../dataset/dataset.ts";
import { batchSource, restoreBatchSource } from "./batches.ts";

const stream = (seed = 0) => randomStream(seed, "shuffle");
const shapes = (count: number) => openDataset({ name: "shapes", count, size: 8 });

function draw(dataset: ImageDataset, batchSize: number, batches: number, seed = 0): number[] {
  const source = batchSource(dataset, { batchSize, stream: stream(seed) });
  return Array.from({ length: batches }, () => [...source.nextIndices()]).flat();
}

describe("batchSource", () => {
  test.each([
    ["a batch that divides the set", 12, 4],
    ["a ragged last batch", 10, 4],
    ["a batch as large as the set", 7, 7],
    ["a batch larger than the set", 3, 8],
    ["single images", 5, 1],
    ["a set of one image", 1, 4],
  ])("shows every image once an epoch: %s", async (_, count, batchSize) => {
    const drawn = draw(await shapes(count), batchSize, 3 * count);
    const everyImage = Array.from({ length: count }, (_, i) => i);
    for (let epoch = 0; epoch < 3; epoch++) {
      const shown = drawn.slice(epoch * count, (epoch + 1) * count);
      expect(shown.sort((a, b) => a - b)).toEqual(everyImage);
    }
  });

  test("orders each epoch anew, and by the stream", async () => {
    const dataset = await shapes(100);
    const drawn = draw(dataset, 50, 4);
    expect(drawn.slice(0, 100)).not.toEqual(drawn.slice(100));
    expect(drawn).toEqual(draw(dataset, 50, 4));
    expect(drawn).not.toEqual(draw(dataset, 50, 4, 1));
  });

  test("the order does not depend on the batch size", async () => {
    const dataset = await shapes(10);
    expect(draw(dataset, 4, 6)).toEqual(draw(dataset, 3, 8));
  });

  test("puts the drawn images and their classes into the batch, in new arrays each time", async () => {
    const dataset = await shapes(30);
    const source = batchSource(dataset, { batchSize: 4, stream: stream() });
    const indices = draw(dataset, 4, 2);
    const [first, second] = [await source.next(), await source.next()];
    const expected = new Uint8Array(8 * 192);
    await dataset.read(indices, expected);
    expect(first.images).toEqual(expected.subarray(0, 4 * 192));
    expect(second.images).toEqual(expected.subarray(4 * 192));
    const classes = Int32Array.from(indices, (i) => i % 10);
    expect([first.labels, second.labels]).toEqual([classes.slice(0, 4), classes.slice(4)]);
  });

  test("goes on exactly from a state that went through JSON, wherever it was taken", async () => {
    const dataset = await shapes(10);
    for (let before = 0; before < 12; before++) {
      const source = batchSource(dataset, { batchSize: 4, stream: stream() });
      for (let i = 0; i < before; i++) source.nextIndices();
      const state = JSON.parse(JSON.stringify(source.state()));
      const restored = restoreBatchSource(dataset, { batchSize: 4 }, state);
      expect(restored.state()).toEqual(source.state());
      for (let i = 0; i < 8; i++) expect(restored.nextIndices()).toEqual(source.nextIndices());
      expect(restored.state()).toEqual(source.state());
    }
  });

  describe("of a set that is decoded on demand", () => {
    const reads: number[] = [];
    /** The set as one whose reads take a turn of the event loop. */
    const slow = (dataset: ImageDataset, broken = -1): ImageDataset => ({
      ...dataset,
      readAhead: 10,
      async read(indices, out) {
        reads.push(indices[0] as number);
        await new Promise(setImmediate);
        if (indices[0] === broken) throw new Error("broken");
        return dataset.read(indices, out);
      },
    });
    beforeEach(() => void reads.splice(0));

    test("reads ahead, in order and each image once, as many as it says", async () => {
      const [dataset, drawn] = [await shapes(30), draw(await shapes(30), 4, 9)];
      const source = batchSource(slow(dataset), { batchSize: 4, stream: stream() });
      expect(reads).toEqual([]);
      for (let i = 0; i < 6; i++) {
        await source.next();
        expect(reads).toEqual(drawn.filter((_, place) => place % 4 === 0).slice(0, i + 4));
      }
    });

    test("its state is that of what was given out, not of what was read ahead", async () => {
      const dataset = await shapes(10);
      const plain = batchSource(dataset, { batchSize: 4, stream: stream() });
      const ahead = batchSource(slow(dataset), { batchSize: 4, stream: stream() });
      for (let i = 0; i < 8; i++) {
        expect(ahead.state()).toEqual(plain.state());
        const restored = restoreBatchSource(slow(dataset), { batchSize: 4 }, ahead.state());
        const expected = await plain.next();
        expect(await ahead.next()).toEqual(expected);
        expect(await restored.next()).toEqual(expected);
      }
    });

    test("tells a failure when its turn comes", async () => {
      const dataset = await shapes(30);
      const third = draw(dataset, 4, 3)[8];
      const source = batchSource(slow(dataset, third), { batchSize: 4, stream: stream() });
      await source.next();
      await source.next();
      await expect(source.next()).rejects.toThrowError("broken");
      await source.next();
    });
  });

  test("its state tells the epoch and does not grow with the set", async () => {
    const source = batchSource(await shapes(5000), { batchSize: 64, stream: stream() });
    for (let i = 0; i < 100; i++) source.nextIndices();
    expect(source.state()).toMatchObject({ count: 5000, epoch: 1, position: 1400 });
    expect(JSON.stringify(source.state()).length).toBeLessThan(300);
  });

  test("refuses a state of another set and a batch size that is none", async () => {
    const state = batchSource(await shapes(10), { batchSize: 4, stream: stream() }).state();
    const other = await shapes(11);
    expect(() =>
      restoreBatchSource(other, { batchSize: 4 }, state),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: batches: the shapes set must have the 10 images it had when the checkpoint was written, got 11 in built-in]`,
    );
    expect(() =>
      batchSource(other, { batchSize: 0, stream: stream() }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: batchSize: must be a whole number, 1 or more, got 0]`,
    );
  });
});
