/** What augmentations draw. */
import { describe, expect, test } from "vitest";
import { samplingErrors } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, type Value } from "../../graph/index.ts";
import { randomStream } from "../../random.ts";
import { ada } from "./ada.ts";
import type { Augmentation, ImagesShape } from "./augmentation.ts";
import { diffaugment } from "./diffaugment.ts";

const IMAGES: ImagesShape = [2000, 3, 16, 8];
const stream = () => randomStream(5, "draws");
const drawn = (augmentation: Augmentation, images = IMAGES, probability = 1) =>
  augmentation.draw(stream(), images, probability);

/** Every `step`-th number from `start` on. */
function each(numbers: Float32Array, step: number, start = 0): number[] {
  return Array.from({ length: numbers.length / step }, (_, i) => numbers[i * step + start]!);
}

/** Checks that numbers have this mean, and this standard deviation about it. */
function expectMoments(numbers: readonly number[], mean: number, deviation: number): void {
  const average = numbers.reduce((a, b) => a + b) / numbers.length;
  const root = Math.sqrt(numbers.length);
  expect(Math.abs(average - mean)).toBeLessThan((samplingErrors * deviation) / root);
  const square = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
  // of a normal distribution the deviation's own error is deviation/√(2n), of a uniform one it is less
  const error = (samplingErrors * deviation) / (Math.SQRT2 * root);
  expect(Math.abs(Math.sqrt(square) - deviation)).toBeLessThan(error);
}

const counts = (numbers: readonly number[]) => {
  const found = new Map<number, number>();
  for (const x of numbers) found.set(x, (found.get(x) ?? 0) + 1);
  return [...found].sort(([a], [b]) => a - b);
};

/** Checks that whole numbers lie in `least` … `most`, each as often as the others. */
function expectEven(numbers: readonly number[], least: number, most: number): void {
  const all = counts(numbers);
  const share = 1 / (most - least + 1);
  const deviation = Math.sqrt(numbers.length * share * (1 - share));
  expect(all.map(([x]) => x)).toEqual(
    Array.from({ length: most - least + 1 }, (_, i) => least + i),
  );
  for (const [, n] of all) {
    expect(Math.abs(n - numbers.length * share)).toBeLessThan(samplingErrors * deviation);
  }
}

describe("diffaugment", () => {
  const uniform = (width: number) => width / Math.sqrt(12);

  test("brightness U(-1/2, 1/2), saturation U(0, 2), contrast U(1/2, 3/2)", () => {
    const { matrix, offset, contrast } = drawn(diffaugment());
    expectMoments(each(offset!, 3), 0, uniform(1));
    expect(each(offset!, 3, 1)).toEqual(each(offset!, 3));
    const off = each(matrix!, 9, 1);
    expectMoments(
      each(matrix!, 9).map((x, i) => x - off[i]!),
      1,
      uniform(2),
    );
    expectMoments([...contrast!], 1, uniform(1));
  });

  test("changes the colors of images with opacity as those of others, and keeps the opacity", () => {
    const images = (channels: number): ImagesShape => [3, channels, 2, 2];
    const [colors, withOpacity] = [3, 4].map((c) =>
      drawn(diffaugment({ policy: ["color"] }), images(c)),
    );
    expect(withOpacity!.contrast).toEqual(colors!.contrast);
    const x = Array.from({ length: 3 * 4 * 4 }, (_, i) => Math.sin(i));
    const changed = (numbers: Readonly<Record<string, Float32Array>>, channels: number) => {
      const g = createBuilder();
      const shape = images(channels);
      const inputs: Record<string, Value> = { x: g.input("x", { dtype: "float32", shape }) };
      let y = inputs.x!;
      for (const transform of diffaugment({ policy: ["color"] }).transforms) {
        for (const [name, shape] of Object.entries(transform.numbers(images(channels)))) {
          inputs[name] = g.input(name, { dtype: "float32", shape });
        }
        y = transform.apply(g, y, inputs);
      }
      const given = x.filter((_, i) => i % 16 < 4 * channels);
      return [...evaluate({ inputs, outputs: { y } }, { ...numbers, x: given }).y!.data];
    };
    const [plain, seen] = [changed(colors!, 3), changed(withOpacity!, 4)];
    expect(seen.filter((_, i) => i % 16 < 12)).toBeAllclose(plain, { absolute: 1e-12 });
    const opacity = (values: readonly number[]) => values.filter((_, i) => i % 16 >= 12);
    expect(opacity(seen)).toBeAllclose(opacity(x), { absolute: 1e-12 });
    expect(plain).not.toEqual(x.filter((_, i) => i % 16 < 12));
  });

  test("translation by up to 1/8 of either side", () => {
    const { rows, columns } = drawn(diffaugment());
    expectEven(each(rows!, 16), -2, 2);
    expectEven(each(columns!, 8), -1, 1);
    expect(each(rows!, 16, 15)).toEqual(each(rows!, 16).map((x) => x + 15));
  });

  test("a hole with its centers anywhere, cut off at the border", () => {
    const { cutRows, cutColumns } = drawn(diffaugment());
    const lengths = Array.from({ length: 2000 }, (_, i) =>
      cutRows!.subarray(16 * i, 16 * i + 16).reduce((a, b) => a + b),
    );
    // centers 0 … 16 of 8 rows: 4 at either end, 8 for 9 of the 17
    expect(counts(lengths).map(([length]) => length)).toEqual([4, 5, 6, 7, 8]);
    expectMoments(
      lengths.map((length) => (length === 8 ? 1 : 0)),
      9 / 17,
      Math.sqrt((9 / 17) * (8 / 17)),
    );
    expect(new Set(cutColumns!)).toEqual(new Set([0, 1]));
  });

  test("only what its policy names, in the authors' order", () => {
    const { transforms } = diffaugment({ policy: ["cutout", "color"] });
    expect(transforms.flatMap((t) => Object.keys(t.numbers(IMAGES)))).toEqual([
      ...["matrix", "offset", "contrast", "cutRows", "cutColumns"],
    ]);
    expect(Object.keys(drawn(diffaugment({ policy: ["translation"] })))).toEqual([
      "rows",
      "columns",
    ]);
  });
});

describe("ada", () => {
  const square: ImagesShape = [4000, 3, 8, 8];

  test("half of the images mirrored, quarter turns evenly", () => {
    const numbers = drawn(ada({ transforms: ["blit"] }), square);
    expectEven([...numbers.turned!], 0, 1);
    const direction = (places: Float32Array) =>
      each(places, 8, 4).map((x, i) => x - places[8 * i + 3]!);
    const [down, across] = [direction(numbers.rows!), direction(numbers.columns!)];
    const orientations = down.map((sign, i) => `${numbers.turned![i]} ${sign} ${across[i]}`);
    // those of a square
    expect(new Set(orientations).size).toBe(8);
  });

  test("images that are not square are not turned by odd numbers of quarters", () => {
    expect(drawn(ada())).not.toHaveProperty("turned");
    const { rows } = drawn(ada({ transforms: ["blit"] }));
    expectEven(
      each(rows!, 16, 8).map((x, i) => (x > rows![16 * i + 7]! ? 1 : 0)),
      0,
      1,
    );
  });

  test("scaling and stretching by 2^N(0, 0.2²) along either axis", () => {
    const { rows, columns } = drawn(ada({ transforms: ["geometry"] }), [4000, 1, 64, 16]);
    // near the center nothing is reflected, unless the image is moved by far
    const slope = (places: Float32Array, size: number) =>
      each(places, size, size / 2).map((x, i) => -Math.log2(x - places[size * i + size / 2 - 1]!));
    const inside = (x: number) => Number.isFinite(x) && Math.abs(x) < 1.2;
    const across = slope(columns!, 16);
    const both = slope(rows!, 64).map((x, i) => [x, across[i]!] as const);
    const kept = both.filter(([a, b]) => inside(a) && inside(b));
    expect(kept.length).toBeGreaterThan(3900);
    expectMoments(
      kept.map(([a, b]) => (a + b) / 2),
      0,
      0.2,
    );
    expectMoments(
      kept.map(([a, b]) => (b - a) / 2),
      0,
      0.2,
    );
  });

  test("translation by whole pixels of up to 1/8 of the side, and by N(0, 1/64) of its square", () => {
    const images: ImagesShape = [4000, 1, 65, 1];
    const moved = (kind: "blit" | "geometry") =>
      each(drawn(ada({ transforms: [kind] }), images).rows!, 65, 32).map((x) => x - 32);
    expect(counts(moved("blit")).map(([x]) => x)).toEqual(
      Array.from({ length: 17 }, (_, i) => i - 8),
    );
    // over the scale, whose logarithm is normal: E s⁻² = exp(2 (0.2 log 2)² · 2)
    const deviation = (65 / 8) * Math.exp(2 * (0.2 * Math.LN2) ** 2);
    expectMoments(moved("geometry"), 0, deviation);
  });

  test("brightness, contrast, hue and saturation", () => {
    const { matrix, offset } = drawn(ada({ transforms: ["color"] }), square);
    const [own, next, last] = [0, 1, 2].map((i) => each(matrix!, 9, i)) as [
      number[],
      number[],
      number[],
    ];
    const luma = own.map((x, i) => x + next[i]! + last[i]!);
    expectMoments(
      luma.map((x) => Math.log2(Math.abs(x))),
      0,
      0.5,
    );
    expectMoments(luma.map(Math.sign), 0, 1);
    expectMoments(
      each(offset!, 3).map((x, i) => x / luma[i]!),
      0,
      0.2,
    );
    // the plane beside the luma: contrast · saturation · (cos, sin) of the hue
    const cos = own.map((x, i) => 1.5 * (x - luma[i]! / 3));
    const sin = next.map((x, i) => ((last[i]! - x) / 2) * Math.sqrt(3));
    const radii = cos.map((x, i) => Math.log2(Math.hypot(x, sin[i]!) / Math.abs(luma[i]!)));
    expectMoments(radii, 0, 1);
    const angles = cos.map((x, i) => Math.atan2(sin[i]!, x));
    expectMoments(angles, 0, (2 * Math.PI) / Math.sqrt(12));
  });

  test("as often as p says, each by itself", () => {
    const p = 0.3;
    const { turned } = drawn(ada({ transforms: ["blit"] }), square, p);
    expectMoments([...turned!], p / 2, Math.sqrt((p / 2) * (1 - p / 2)));
    const { matrix, offset } = drawn(ada(), square, p);
    const brighter = each(offset!, 3).map((x) => (x === 0 ? 0 : 1));
    expectMoments(brighter, p, Math.sqrt(p * (1 - p)));
    const isPlain = each(matrix!, 9).map((x) => (x === 1 ? 1 : 0));
    const plain = (1 - p) ** 3 * (1 - p / 2);
    expectMoments(isPlain, plain, Math.sqrt(plain * (1 - plain)));
  });

  test("with p = 0 the images stay as they are, bit for bit", () => {
    const images: ImagesShape = [2, 3, 8, 8];
    const augmentation = ada();
    const g = createBuilder();
    const inputs: Record<string, Value> = { x: g.input("x", { dtype: "float32", shape: images }) };
    let y = inputs.x!;
    for (const transform of augmentation.transforms) {
      for (const [name, shape] of Object.entries(transform.numbers(images))) {
        inputs[name] = g.input(name, { dtype: "float32", shape });
      }
      y = transform.apply(g, y, inputs);
    }
    const x = stream().fillNormal(new Float32Array(2 * 3 * 64));
    const found = evaluate({ inputs, outputs: { y } }, { ...drawn(augmentation, images, 0), x });
    expect([...found.y!.data]).toEqual([...x]);
  });

  test("reads as many random numbers whatever p is", () => {
    const after = [0, 0.4, 1].map((p) => {
      const random = stream();
      ada().draw(random, [5, 3, 8, 8], p);
      return random.state();
    });
    expect(after[1]).toEqual(after[0]);
    expect(after[2]).toEqual(after[0]);
  });
});

test("options that make no sense are refused by name", () => {
  expect(() => diffaugment({ policy: [] })).toThrow(/^diffaugment: policy: /);
  expect(() => ada({ target: 1 })).toThrow(/^ada: target: /);
  expect(() => ada({ interval: 0 })).toThrow(/^ada: interval: /);
  expect(() => ada({ speed: 0 })).toThrow(/^ada: speed: /);
  expect(() => ada({ limit: 2 })).toThrow(/^ada: limit: /);
});
