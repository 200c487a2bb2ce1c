import { describe, expect, test } from "vitest";
import type { EvenkeelError } from "../../errors.ts";
import { randomStream } from "../../random.ts";
import { batchSource } from "../batches/batches.ts";
import { type DatasetOptions, mixtureOf, openDataset } from "../catalog/index.ts";
import { resolveDataset } from "../catalog/resolve.ts";
import type { ImageDataset } from "../dataset/dataset.ts";

const count = 20_000;

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

async function drawAll(dataset: ImageDataset): Promise<readonly Drawn[]> {
  const out = new Float32Array(2 * dataset.count);
  await dataset.read(
    Array.from({ length: dataset.count }, (_, i) => i),
    out,
  );
  return Array.from(dataset.labels, (label, i) => ({
    x: out[2 * i] as number,
    y: out[2 * i + 1] as number,
    label,
  }));
}

const draw = async (options: DatasetOptions) =>
  drawAll(await openDataset({ count, seed: 3, ...options }));

/**
 * The largest difference between the distribution of `values` and the uniform one on 0 … 1, in units
 * of 1/√n: above 1.95 with probability 0.001 (Kolmogorov–Smirnov).
 */
function fromUniform(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const largest = sorted.reduce(
    (most, u, i) => Math.max(most, (i + 1) / n - u, u - i / n),
    Number.NEGATIVE_INFINITY,
  );
  return largest * Math.sqrt(n);
}

/** A direction as a share of a whole turn, 0 … 1. */
const turn = (x: number, y: number) => (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;

describe("mixtureOf", () => {
  test("ring: on a circle of radius 2, counterclockwise from the right", () => {
    const half = 2 * Math.SQRT1_2;
    const { centers, std } = mixtureOf({ name: "ring" })!;
    expect(std).toBe(0.05);
    expect(centers.flat()).toBeAllclose(
      [...[2, 0, half, half, 0, 2, -half, half], ...[-2, 0, -half, -half, 0, -2, half, -half]],
      { absolute: 1e-15 },
    );
  });

  test("grid: row by row from below", () => {
    const { centers, std } = mixtureOf({ name: "grid", modes: 9, std: 0.1 })!;
    expect(std).toBe(0.1);
    expect(centers).toEqual([
      ...[
        [-4, -4],
        [0, -4],
        [4, -4],
      ],
      ...[
        [-4, 0],
        [0, 0],
        [4, 0],
      ],
      ...[
        [-4, 4],
        [0, 4],
        [4, 4],
      ],
    ]);
    expect(mixtureOf({ name: "grid" })!.centers).toHaveLength(25);
    expect(mixtureOf({ name: "grid", modes: 1 })!.centers).toEqual([[0, 0]]);
  });

  test("no other set is a mixture", () => {
    for (const name of ["shapes", "cifar10", "folder", "swiss-roll", "moons"] as const) {
      expect(mixtureOf({ name })).toBeUndefined();
    }
  });
});

describe("the points of", () => {
  test.each([
    { name: "ring", modes: 7 },
    { name: "grid", modes: 16, std: 0.05 },
  ] as const)(
    "$name are equally often around each center, as its Gaussian says",
    async (options) => {
      const { centers, std } = mixtureOf(options)!;
      const points = await draw(options);
      for (const [label, [cx, cy]] of centers.entries()) {
        const around = points
          .filter((point) => point.label === label)
          .map(({ x, y }) => [(x - cx) / std, (y - cy) / std] as const);
        expect(Math.abs(around.length - count / centers.length)).toBeLessThan(1);
        // Of a standard Gaussian in the plane, exp(−r²/2) and the direction are uniform.
        expect(fromUniform(around.map(([x, y]) => Math.exp(-(x * x + y * y) / 2)))).toBeLessThan(
          1.95,
        );
        expect(fromUniform(around.map(([x, y]) => turn(x, y)))).toBeLessThan(1.95);
      }
    },
  );

  test("swiss-roll lie on (t cos t, t sin t), t uniform in 1.5π … 4.5π", async () => {
    const points = await draw({ name: "swiss-roll", std: 1e-7 });
    const along = points.map(({ x, y }) => {
      const t = (Math.hypot(x, y) / 2) * 4.5 * Math.PI;
      expect([Math.cos(t), Math.sin(t)]).toBeAllclose(
        [x / Math.hypot(x, y), y / Math.hypot(x, y)],
        { absolute: 1e-5 },
      );
      return (t / Math.PI - 1.5) / 3;
    });
    expect(fromUniform(along)).toBeLessThan(1.95);
  });

  test("moons lie on two half circles that interleave, evenly", async () => {
    const points = await draw({ name: "moons", std: 1e-7 });
    for (const label of [0, 1]) {
      const sign = label === 0 ? 1 : -1;
      const along = points
        .filter((point) => point.label === label)
        .map(({ x, y }) => {
          const [dx, dy] = [sign * x + 0.5, sign * y + 0.25];
          expect([Math.hypot(dx, dy)]).toBeAllclose([1], { absolute: 1e-5 });
          return Math.atan2(dy, dx) / Math.PI;
        });
      expect(along).toHaveLength(count / 2);
      expect(fromUniform(along.filter((u) => u > 0 && u < 1))).toBeLessThan(1.95);
      expect(Math.min(...along)).toBeGreaterThan(-1e-5);
    }
    expect(Math.max(...points.map(({ x }) => Math.abs(x)))).toBeLessThan(1.5 + 1e-5);
    expect(Math.max(...points.map(({ y }) => Math.abs(y)))).toBeLessThan(0.75 + 1e-5);
  });

  test.each([
    ["swiss-roll", 0.05],
    ["moons", 0.05],
  ] as const)("%s have noise of the asked standard deviation in x and y", async (name, usual) => {
    for (const std of [undefined, 0.1]) {
      const [noisy, clean] = [await draw({ name, std }), await draw({ name, std: 1e-9 })];
      const noise = noisy.flatMap(({ x, y }, i) => [x - clean[i]!.x, y - clean[i]!.y]);
      const mean = noise.reduce((sum, e) => sum + e, 0) / noise.length;
      const variance = noise.reduce((sum, e) => sum + e * e, 0) / noise.length;
      const expected = std ?? usual;
      // Four standard errors: std/√n of the mean, std·√(2/n) of the variance over std².
      expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(noise.length));
      expect(Math.abs(variance / expected ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / noise.length));
    }
  });
});

describe.each(["ring", "grid", "swiss-roll", "moons"] as const)("the set %s", (name) => {
  test("is float32 [N, 2, 1, 1], a class for each label", async () => {
    const dataset = await openDataset({ name, size: 32 });
    expect(dataset).toMatchObject({ name, count: 100_000, channels: 2, height: 1, width: 1 });
    expect([dataset.dtype, dataset.source]).toEqual(["float32", "built-in"]);
    const used = new Set(dataset.labels);
    expect([...used].sort((a, b) => a - b)).toEqual([...dataset.classes.keys()]);
    const { images, labels } = await batchSource(dataset, {
      batchSize: 64,
      stream: randomStream(0, "shuffle"),
    }).next();
    expect(images).toBeInstanceOf(Float32Array);
    expect([images.length, labels.length]).toEqual([128, 64]);
    expect(Math.max(...images.map(Math.abs))).toBeLessThan(name === "grid" ? 4.5 : 2.3);
  });

  test("gives a point by its place and the seed, whatever the number and order", async () => {
    const [few, many, other] = await Promise.all([
      openDataset({ name, count: 20, seed: 4 }),
      openDataset({ name, seed: 4 }),
      openDataset({ name, seed: 5 }),
    ]);
    const read = async (dataset: ImageDataset, indices: readonly number[]) => {
      const out = new Float32Array(2 * indices.length);
      await dataset.read(indices, out);
      return [...out];
    };
    expect(await read(many, [13, 7, 13])).toEqual([
      ...(await read(few, [13])),
      ...(await read(few, [7, 13])),
    ]);
    expect(await read(other, [13])).not.toEqual(await read(few, [13]));
    expect(await read(many, [0])).not.toEqual(await read(many, [few.classes.length]));
  });

  test("has no point in both train and test; all is both", async () => {
    const [train, held, all] = await Promise.all([
      draw({ name, count: 500 }),
      draw({ name, count: 500, split: "test" }),
      draw({ name, count: 550, split: "all" }),
    ]);
    const places = (points: readonly Drawn[]) => points.map(({ x, y }) => `${x} ${y}`);
    expect(new Set([...places(train), ...places(held)]).size).toBe(1000);
    expect(all).toEqual([...train, ...held.slice(0, 50)]);
  });

  test("is read into float32 only", async () => {
    const dataset = await openDataset({ name, count: 5 });
    // @ts-expect-error the compiler refuses it as well
    expect(() => dataset.read([0], new Uint8Array(2))).toThrowError(
      `${name}: the output must be a Float32Array, got a Uint8Array`,
    );
  });
});

test("refuses what is wrong or belongs to other sets, with a way out", () => {
  const refused: readonly DatasetOptions[] = [
    { name: "grid", modes: 24 },
    { name: "ring", modes: 0 },
    { name: "ring", modes: 2.5 },
    { name: "moons", modes: 2 },
    { name: "shapes", modes: 8 },
    { name: "ring", std: 0 },
    { name: "swiss-roll", std: Number.NaN },
    { name: "cifar10", std: 0.1 },
  ];
  const messages = refused.map((options) => {
    try {
      return JSON.stringify(resolveDataset(options));
    } catch (error) {
      const { code, message, advice } = error as EvenkeelError;
      return [`${code}: ${message}`, advice].filter((line) => line !== undefined).join(" | ");
    }
  });
  expect(messages).toMatchInlineSnapshot(`
    [
      "CONFIG: data.modes: must be a square number for the grid, such as 25, got 24 | docs/config.md explains each option, under data.",
      "CONFIG: data.modes: must be a whole number in [1, 1024], got 0 | docs/config.md explains each option, under data.",
      "CONFIG: data.modes: must be a whole number in [1, 1024], got 2.5 | docs/config.md explains each option, under data.",
      "CONFIG: data.modes: must not be given when data.name is moons (it belongs to ring, grid), got 2 | docs/config.md explains each option, under data.",
      "CONFIG: data.modes: must not be given when data.name is shapes (it belongs to ring, grid), got 8 | docs/config.md explains each option, under data.",
      "CONFIG: data.std: must be a number in (0, 1], got 0 | docs/config.md explains each option, under data.",
      "CONFIG: data.std: must be a number in (0, 1], got NaN | docs/config.md explains each option, under data.",
      "CONFIG: data.std: must not be given when data.name is cifar10 (it belongs to sets of points), got 0.1 | docs/config.md explains each option, under data.",
    ]
  `);
});
