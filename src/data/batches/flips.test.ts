import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import type { ImageDataset } from "../dataset/dataset.ts";
import { inMemory } from "../dataset/memory.ts";
import { type BatchSourceState, batchSource, restoreBatchSource } from "./batches.ts";
import { withFlips } from "./flips.ts";

/** Images `[2, 2, 3]` of which none is like its mirror image. */
const dataset: ImageDataset = inMemory(
  Uint8Array.from({ length: 10 * 12 }, (_, i) => i),
  {
    name: "folder",
    source: "test",
    channels: 2,
    height: 2,
    width: 3,
    classes: ["one"],
    labels: new Uint8Array(10),
    notes: [],
    broken: [],
  },
);

const plainSource = (batchSize: number) =>
  batchSource(dataset, { batchSize, stream: randomStream(0, "shuffle") });
const flipped = (batchSize: number, seed = 0) => withFlips(plainSource(batchSize), dataset, seed);

const mirrored = (image: ArrayLike<number>) =>
  Array.from(image, (_, i) => image[i - (i % 3) + 2 - (i % 3)]!);

/** For each image that a source shows, whether it is mirrored; every other change is an error. */
async function flipsOf(source = flipped(8), batches: number): Promise<boolean[]> {
  const plain = plainSource(source.batchSize);
  const flips: boolean[] = [];
  for (let b = 0; b < batches; b++) {
    const [shown, original] = [await source.next(), await plain.next()];
    for (let i = 0; i < source.batchSize; i++) {
      const [image, before] = [shown, original].map(({ images }) => [
        ...images.subarray(12 * i, 12 * (i + 1)),
      ]) as [number[], number[]];
      const flip = image[0] !== before[0];
      expect(image).toEqual(flip ? mirrored(before) : before);
      flips.push(flip);
    }
  }
  return flips;
}

describe("withFlips", () => {
  test("mirrors the rows of half of the images, in the same order of images", async () => {
    const flips = await flipsOf(flipped(8), 250);
    const share = flips.filter(Boolean).length / flips.length;
    // 2000 fair coins: a standard deviation of 0.011
    expect(Math.abs(share - 0.5)).toBeLessThan(0.045);
  });

  test("depends on the seed, not on the batch size", async () => {
    const flips = await flipsOf(flipped(8), 10);
    expect(await flipsOf(flipped(4), 20)).toEqual(flips);
    expect(await flipsOf(flipped(8, 1), 10)).not.toEqual(flips);
  });

  test("does not change the data set", async () => {
    const before = new Uint8Array(120);
    const all = Array.from({ length: 10 }, (_, i) => i);
    await dataset.read(all, before);
    await flipsOf(flipped(8), 4);
    const after = new Uint8Array(120);
    await dataset.read(all, after);
    expect(after).toEqual(before);
  });

  test("goes on exactly from a state that went through JSON", async () => {
    for (let before = 0; before < 5; before++) {
      const source = flipped(4);
      for (let i = 0; i < before; i++) {
        if (i % 2 === 0) await source.next();
        else source.nextIndices();
      }
      const state: BatchSourceState = JSON.parse(JSON.stringify(source.state()));
      const restored = withFlips(
        restoreBatchSource(dataset, { batchSize: 4 }, state),
        dataset,
        0,
        state,
      );
      expect(restored.state()).toEqual(source.state());
      for (let i = 0; i < 6; i++) expect(await restored.next()).toEqual(await source.next());
      expect(restored.state()).toEqual(source.state());
    }
  });

  test("begins anew from a state of batches without flips", () => {
    const state = plainSource(4).state();
    const source = withFlips(
      restoreBatchSource(dataset, { batchSize: 4 }, state),
      dataset,
      0,
      state,
    );
    expect(source.state()).toEqual(flipped(4).state());
  });

  test("is right where batches are read ahead: the state is that of what was given out", async () => {
    const slow: ImageDataset = {
      ...dataset,
      readAhead: 12,
      read: async (indices, out) => dataset.read(indices, out),
    };
    const ahead = withFlips(
      batchSource(slow, { batchSize: 4, stream: randomStream(0, "shuffle") }),
      slow,
      0,
    );
    const plain = flipped(4);
    for (let i = 0; i < 8; i++) {
      expect(await ahead.next()).toEqual(await plain.next());
      expect(ahead.state()).toEqual(plain.state());
    }
  });
});
