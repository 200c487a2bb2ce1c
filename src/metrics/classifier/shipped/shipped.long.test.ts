/** The classifiers that the package carries, on images that they were not trained on. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { addNoise, blur } from "../../../../studies/metrics/corruptions.ts";
import { metadataOf, modelOf, shapes } from "../../../../test/support/shipped-classifiers.ts";
import { type DatasetOptions, openDataset } from "../../../data/index.ts";
import { randomStream } from "../../../random.ts";
import { nodeEngine } from "../../../runtime/node.ts";
import { type FeatureMatrix, featureStatistics, frechetDistance } from "../../index.ts";
import { openShipped, type ShippedName, shippedClassifiers } from "../index.ts";

const engine = nodeEngine({ device: "cpu" });
const shared = "../shared/data";
const jpegs = `${shared}/cifar10-jpeg.tar.gz`;

/** Images with their classes. */
interface Labeled {
  readonly images: Uint8Array;
  readonly shape: readonly [count: number, channels: number, height: number, width: number];
  readonly labels: ArrayLike<number>;
}

async function opened(
  options: DatasetOptions,
  isWanted: (place: number) => boolean = () => true,
): Promise<Labeled> {
  const dataset = await openDataset(options);
  const { count, channels, height, width } = dataset;
  const places = Array.from({ length: count }, (_, i) => i).filter(isWanted);
  const images = new Uint8Array(places.length * channels * height * width);
  await dataset.read(places, images as Uint8Array & Float32Array);
  const labels = places.map((place) => dataset.labels[place]!);
  return { images, shape: [places.length, channels, height, width], labels };
}

const drawn = (seed: number, count: number): Labeled => ({
  images: shapes(seed, count),
  shape: [count, 3, 32, 32],
  labels: Array.from({ length: count }, (_, i) => i % 10),
});
const isHeldOut = (place: number) => place % 6 === 5;

async function extracted(name: ShippedName, { images, shape }: Labeled) {
  const extractor = await openShipped(engine, shippedClassifiers[name], modelOf(name));
  const { features, logits } = await extractor.extract(images, shape);
  await extractor.release();
  const matrix: FeatureMatrix = { data: features, rows: shape[0], columns: extractor.dimension };
  return { matrix, logits: logits! };
}

async function statisticsOf(name: ShippedName, images: Labeled) {
  return featureStatistics((await extracted(name, images)).matrix, { engine });
}

/** Some of the images. */
function chosen({ images, shape, labels }: Labeled, places: Uint32Array): Labeled {
  const [, channels, height, width] = shape;
  const length = channels * height * width;
  const found = new Uint8Array(places.length * length);
  for (const [i, place] of places.entries()) {
    found.set(images.subarray(place * length, (place + 1) * length), i * length);
  }
  return {
    images: found,
    shape: [places.length, channels, height, width],
    labels: Array.from(places, (place) => labels[place]!),
  };
}

/** The share of images whose class is told. */
async function accuracy(name: ShippedName, images: Labeled): Promise<number> {
  const { logits } = await extracted(name, images);
  const right = Array.from(images.labels, (label, i) => {
    const row = logits.subarray(10 * i, 10 * i + 10);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.filter(Boolean).length / right.length;
}

/** A share of images, less four of its standard deviations. */
const atLeast = (share: number, count: number) =>
  share - 4 * Math.sqrt((share * (1 - share)) / count);

/**
 * Where its images are; the accuracy that it should have, if it has one; its test images, others, and those whose distances are
 * measured, by default the test images.
 */
const tested: Readonly<
  Record<
    ShippedName,
    {
      readonly place: string | undefined;
      readonly goal?: number;
      own(): Promise<Labeled>;
      others?(): Promise<Labeled>;
      studied?(): Promise<Labeled>;
    }
  >
> = {
  shapes: {
    place: undefined,
    goal: 0.99,
    own: async () => drawn(Number(metadataOf("shapes").testSeed), 5000),
    others: async () => drawn(12, 1000),
    studied: async () => drawn(77, 4000),
  },
  digits: {
    place: `${shared}/mnist`,
    goal: 0.985,
    own: () => opened({ name: "mnist", root: shared, size: 32 }, isHeldOut),
    // the same as they come, which the extractor resizes instead of padding them
    others: () => opened({ name: "mnist", root: shared, size: 28 }, isHeldOut),
    // its held-out images are too few
    studied: () => opened({ name: "mnist", root: shared, size: 32 }),
  },
  photos: {
    place: jpegs,
    own: () => opened({ name: "folder", path: jpegs, size: 32, split: "test" }),
  },
};
const names = Object.keys(tested) as ShippedName[];

describe.each(names)("%s (skipped where its images are absent)", (name) => {
  const { place, goal, own, others, studied } = tested[name];
  const isThere = place === undefined || existsSync(place);
  const stated = shippedClassifiers[name].accuracy.share;

  test.skipIf(!isThere)("is as accurate as it says, and as it should be", async () => {
    if (goal !== undefined) expect(stated).toBeGreaterThanOrEqual(goal);
    const images = await own();
    const [count] = images.shape;
    expect(count).toBe(Number(metadataOf(name).testImages));
    // another processor may round a few of ten thousand over the edge
    expect(Math.abs((await accuracy(name, images)) - stated)).toBeLessThan(1.5e-4 + 1.5 / count);
    if (others === undefined) return;
    const more = await others();
    expect(await accuracy(name, more)).toBeGreaterThan(atLeast(stated, more.shape[0]));
  });

  test.skipIf(!isThere)(
    "has distances that grow with noise, blur and missing classes",
    async () => {
      const all = await (studied ?? own)();
      const order = randomStream(0, "halves").permutation(all.shape[0]);
      const size = Math.min(2000, Math.floor(order.length / 2));
      const [first, second] = [order.subarray(0, size), order.subarray(size, 2 * size)];
      const half = chosen(all, second);
      const real = await statisticsOf(name, chosen(all, first));
      const distances = async (variants: readonly Labeled[]) => {
        const found: number[] = [];
        for (const variant of variants) {
          const { value } = await frechetDistance(real, await statisticsOf(name, variant), {
            engine,
          });
          found.push(value);
        }
        return found;
      };
      const noisy = [8, 16, 32, 64].map((sigma) => ({
        ...half,
        images: addNoise(half.images, sigma, randomStream(0, "noise")),
      }));
      const blurred = [0.75, 1, 1.5, 2.5].map((sigma) => ({
        ...half,
        images: blur(half.images, sigma, half.shape[2]),
      }));
      // as many of fewer classes
      const few = Math.floor(size / 11.5);
      const missing = [0, 3, 6, 9].map((removed) => {
        const kept = second.filter((place) => all.labels[place]! < 10 - removed);
        return chosen(all, kept.subarray(0, few));
      });
      const [same = 0] = await distances([half]);
      for (const variants of [noisy, blurred]) {
        const found = [same, ...(await distances(variants))];
        expect(found).toEqual(found.toSorted((a, b) => a - b));
        // what anybody sees is far from what chance does
        expect(found.at(-1)).toBeGreaterThan(10 * same);
      }
      const found = await distances(missing);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(found.at(-1)).toBeGreaterThan(2 * found[0]!);
    },
  );
});
