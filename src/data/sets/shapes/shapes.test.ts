import { describe, expect, test } from "vitest";
import { openDataset } from "../../catalog/open.ts";
import { firstTestPlace } from "../../families/places.ts";
import { shapeFactors } from "./factors.ts";
import { outlines, shapeKinds } from "./outlines.ts";
import {
  backgroundColors,
  backgroundsFor,
  contrast,
  gradientEnd,
  shapeColorNames,
  shapeColors,
} from "./palette.ts";
import { coverage } from "./rasterize.ts";
import { renderShape } from "./render.ts";

const seeds = [0, 1, -7, Number.MAX_SAFE_INTEGER];
const places = Array.from({ length: 500 }, (_, i) => i);

/** The area inside closed outlines by the shoelace formula; holes turn the same way as hulls. */
function shoelace(points: Float64Array): number {
  let twice = 0;
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    twice += points[i]! * points[j + 1]! - points[j]! * points[i + 1]!;
  }
  return Math.abs(twice) / 2;
}

function draw(place: number, size = 32, seed = 0): Uint8Array {
  const out = new Uint8Array(3 * size * size);
  renderShape(shapeFactors(place, seed), size, out);
  return out;
}

describe("coverage", () => {
  test("is exact for a rectangle that cuts pixels", () => {
    const box = Float64Array.of(1.25, 0.5, 2.75, 0.5, 2.75, 2, 1.25, 2);
    expect([...coverage([box], 4)]).toEqual([
      ...[0, 0.375, 0.375, 0],
      ...[0, 0.75, 0.75, 0],
      ...[0, 0, 0, 0],
      ...[0, 0, 0, 0],
    ]);
  });

  test("clips what lies outside the image", () => {
    const box = Float64Array.of(-5, -5, 9, -5, 9, 9, -5, 9);
    expect([...coverage([box], 2)]).toEqual([1, 1, 1, 1]);
  });

  test("leaves the hole of a ring empty", () => {
    const outer = Float64Array.of(0, 0, 4, 0, 4, 4, 0, 4);
    const inner = Float64Array.of(1, 1, 3, 1, 3, 3, 1, 3);
    expect(coverage([outer, inner], 4).reduce((sum, a) => sum + a, 0)).toBe(12);
  });

  test.each(shapeKinds)("of every %s adds up to its area, so none is cut by the edge", (kind) => {
    for (const place of places) {
      const factors = shapeFactors(place, 3);
      if (factors.kind !== kind) continue;
      const scale = 32 * factors.size;
      const [cos, sin] = [Math.cos(factors.rotation), Math.sin(factors.rotation)];
      const placed = outlines[kind].map((contour) =>
        Float64Array.from(
          contour.flatMap(([x, y]) => [
            32 * factors.center[0] + scale * (x * cos - y * sin),
            32 * factors.center[1] + scale * (x * sin + y * cos),
          ]),
        ),
      );
      const [hull, hole] = placed.map(shoelace);
      const sum = coverage(placed, 32).reduce((total, a) => total + a, 0);
      expect([sum / (hull! - (hole ?? 0))]).toBeAllclose([1], { absolute: 0.005 });
    }
  });
});

describe("shapeFactors", () => {
  test("depends on the place and the seed only", () => {
    expect(shapeFactors(17, 5)).toEqual(shapeFactors(17, 5));
    expect(shapeFactors(17, 5)).not.toEqual(shapeFactors(17, 6));
    expect(shapeFactors(17, 5)).not.toEqual(shapeFactors(27, 5));
  });

  test("keeps its ranges", () => {
    for (const seed of seeds) {
      for (const place of [...places, firstTestPlace, 2 ** 32 - 1]) {
        const factors = shapeFactors(place, seed);
        expect(factors.kind).toBe(shapeKinds[place % 10]);
        expect(factors.label).toBe(place % 10);
        expect(factors.size).toBeGreaterThanOrEqual(0.5);
        expect(factors.size).toBeLessThanOrEqual(0.8);
        expect(Math.abs(factors.rotation)).toBeLessThanOrEqual(Math.PI / 12);
        expect(Math.abs(factors.center[0] - 0.5)).toBeLessThanOrEqual(0.15);
        expect(Math.abs(factors.center[1] - 0.5)).toBeLessThanOrEqual(0.15);
        expect(backgroundsFor[factors.color]).toContain(factors.background);
      }
    }
  });

  test("uses every color equally often (chi-square with 7 degrees of freedom, p > 0.001)", () => {
    const counts = new Map<string, number>();
    for (let place = 0; place < 8000; place++) {
      const { color } = shapeFactors(place, 0);
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
    const chiSquare = shapeColorNames.reduce(
      (sum, color) => sum + ((counts.get(color) ?? 0) - 1000) ** 2 / 1000,
      0,
    );
    expect(chiSquare).toBeLessThan(24.32);
  });
});

describe("renderShape", () => {
  test("paints the color in the middle of a disc and the background in the corners", () => {
    for (const place of places.filter((i) => i % 10 === 0)) {
      const factors = shapeFactors(place, 0);
      const image = draw(place);
      const at = (x: number, y: number) => [0, 1, 2].map((c) => image[c * 1024 + y * 32 + x]);
      const [cx, cy] = factors.center;
      expect(at(Math.floor(32 * cx), Math.floor(32 * cy))).toEqual([...shapeColors[factors.color]]);
      if (factors.gradient !== null) continue;
      const behind = [...backgroundColors[factors.background]];
      for (const corner of [at(0, 0), at(31, 0), at(0, 31), at(31, 31)]) {
        expect(corner).toEqual(behind);
      }
    }
  });

  test("draws the same picture at another size, within one sampled line of sixteen", () => {
    for (const place of places.slice(0, 20)) {
      const [small, large] = [draw(place, 32), draw(place, 64)];
      const halved = new Float64Array(small.length);
      for (let i = 0; i < large.length; i++) {
        const [c, y, x] = [Math.floor(i / 4096), Math.floor(i / 64) % 64, i % 64];
        halved[c * 1024 + (y >> 1) * 32 + (x >> 1)]! += large[i]! / 4;
      }
      expect(halved).toBeAllclose(small, { absolute: 16 });
    }
  });

  test("every color contrasts with every background it can have, all along the gradient", () => {
    for (const color of shapeColorNames) {
      expect(backgroundsFor[color].length).toBeGreaterThanOrEqual(2);
      for (const background of backgroundsFor[color]) {
        const start = backgroundColors[background];
        for (const end of [start, gradientEnd(start)]) {
          expect(contrast(shapeColors[color], end)).toBeGreaterThanOrEqual(2);
        }
      }
    }
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  });
});

describe("the shapes set", () => {
  test("gives an image by its place, whatever the number of images", async () => {
    const few = await openDataset({ name: "shapes", count: 20, seed: 4 });
    const many = await openDataset({ name: "shapes", seed: 4 });
    expect([few.count, many.count, many.classes.length]).toEqual([20, 10_000, 10]);
    const [a, b] = [new Uint8Array(2 * 3072), new Uint8Array(2 * 3072)];
    await few.read([13, 7], a);
    await many.read([13, 7], b);
    expect(a).toEqual(b);
    expect(a.subarray(0, 3072)).toEqual(draw(13, 32, 4));
    expect([...few.labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  });

  test("has no image in both train and test; all is both", async () => {
    const [train, held, all] = await Promise.all(
      (["train", "test", "all"] as const).map((split) =>
        openDataset({ name: "shapes", split, count: split === "all" ? 600 : 500 }),
      ),
    );
    const images = (dataset: typeof train) =>
      Promise.all(
        Array.from({ length: dataset!.count }, async (_, i) => {
          const out = new Uint8Array(3072);
          await dataset!.read([i], out);
          return Buffer.from(out).toString("base64");
        }),
      );
    const [trainImages, testImages, allImages] = [
      await images(train),
      await images(held),
      await images(all),
    ];
    expect(new Set([...trainImages, ...testImages]).size).toBe(1000);
    expect(allImages).toEqual([...trainImages, ...testImages.slice(0, 100)]);
  });

  test("refuses an index or an output that does not fit", async () => {
    const dataset = await openDataset({ name: "shapes", count: 5, size: 8 });
    expect(() => dataset.read([5], new Uint8Array(192))).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: shapes: an image index must be a whole number in 0 … 4, got 5]`,
    );
    expect(() => dataset.read([0.5], new Uint8Array(192))).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: shapes: an image index must be a whole number in 0 … 4, got 0.5]`,
    );
    expect(() => dataset.read([0, 1], new Uint8Array(192))).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: shapes: the output must hold 2 images of 192 values, got 192 values]`,
    );
    // @ts-expect-error the compiler refuses it as well
    expect(() => dataset.read([0], new Float32Array(192))).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: shapes: the output must be a Uint8Array, got a Float32Array]`,
    );
  });
});
