/** The distance of images from real ones that are made here. */
import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { aspectsOf, openResemblance } from "./index.ts";

const SIZE = 12;
const shape = [3, SIZE, SIZE] as const;
const stream = randomStream(7, "resemblance-test");

/** Colored discs on a dark ground, one after the other. */
function discs(count: number, ground = -0.8): Float32Array {
  const out = new Float32Array(count * 3 * SIZE ** 2).fill(ground);
  for (let i = 0; i < count; i++) {
    const [x, y, radius] = [
      3 + 6 * stream.uniform(),
      3 + 6 * stream.uniform(),
      2 + stream.uniform(),
    ];
    const color = [0, 1, 2].map(() => 2 * stream.uniform() - 1);
    for (let p = 0; p < SIZE ** 2; p++) {
      const isInside = Math.hypot((p % SIZE) - x, Math.floor(p / SIZE) - y) < radius;
      if (isInside)
        for (const [c, value] of color.entries()) out[(3 * i + c) * SIZE ** 2 + p] = value;
    }
  }
  return out;
}

describe("images", () => {
  const real = discs(200);
  const resemblance = openResemblance(aspectsOf(real, shape));
  const columns = (images: Float32Array) => resemblance.columns(aspectsOf(images, shape));
  const length = 3 * SIZE ** 2;
  const few = (count: number) => {
    const some = discs(count);
    return Float32Array.from({ length: 32 * length }, (_, i) => some[i % some.length]!);
  };

  test("of the same kind are at about 0, neither repeated", () => {
    for (let i = 0; i < 5; i++) {
      const found = columns(discs(32));
      expect(Math.abs(found["distance/layout"]!)).toBeLessThan(0.1);
      expect(Math.abs(found["distance/texture"]!)).toBeLessThan(0.15);
      expect(found["diversity/nearest"]).toBeGreaterThan(0.6);
    }
  });

  test("that are all the mean image are at 1 in layout", () => {
    const mean = new Float32Array(length);
    for (const [i, x] of real.entries()) mean[i % length]! += x / 200;
    const found = columns(Float32Array.from({ length: 32 * length }, (_, i) => mean[i % length]!));
    expect(found["distance/layout"]).toBeCloseTo(1, 5);
    expect(found["diversity/nearest"]).toBe(0);
  });

  test.each<[string, Float32Array, string]>([
    ["grey", new Float32Array(32 * length), "texture"],
    ["noise", stream.fillNormal(new Float32Array(32 * length)), "texture"],
    ["a checkerboard over the right ones", discs(32).map((x, i) => x + 0.3 * (-1) ** i), "texture"],
    ["on another ground", discs(32, 0.2), "layout"],
    ["one image again and again", few(1), "layout"],
  ])("that are %s are far", (_, images, aspect) => {
    expect(columns(images)[`distance/${aspect}`]).toBeGreaterThan(0.8);
  });

  test("of which there are but a few different ones repeat", () => {
    expect(columns(few(8))["diversity/nearest"]).toBe(0);
    expect(columns(few(8))["distance/layout"]).toBeLessThan(0.6);
  });

  test("have the same distances on another scale, and with all pixels shifted", () => {
    const other = (images: Float32Array) => images.map((x) => 50 * x + 128);
    const scaled = openResemblance(aspectsOf(other(real), shape));
    const images = discs(32, -0.5);
    const found = scaled.columns(aspectsOf(other(images), shape));
    for (const [name, value] of Object.entries(columns(images))) {
      expect(found[name], name).toBeCloseTo(value, 4);
    }
  });

  test("are compared with a single real image as well", () => {
    const one = openResemblance(aspectsOf(discs(1), shape));
    const found = one.columns(aspectsOf(discs(32), shape));
    for (const [name, value] of Object.entries(found))
      expect(value, name).toSatisfy(Number.isFinite);
    expect(found["distance/layout"]).toBeGreaterThan(0.5);
  });
});

describe("points", () => {
  /** Points of some of eight Gaussians on a circle. */
  const ring = (modes: readonly number[], deviation = 0.02) => {
    const noise = stream.fillNormal(new Float32Array(2 * 512));
    return noise.map((x, i) => {
      const angle = (Math.PI / 4) * modes[(i >> 1) % modes.length]!;
      return 2 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + deviation * x;
    });
  };
  const all = [0, 1, 2, 3, 4, 5, 6, 7];
  const plane = [2, 1, 1] as const;
  const resemblance = openResemblance(aspectsOf(ring(all), plane));
  const columns = (points: Float32Array) => resemblance.columns(aspectsOf(points, plane));

  test("of the same Gaussians are near, none is missed, none strays", () => {
    const found = columns(ring(all));
    expect(Math.abs(found["distance/place"]!)).toBeLessThan(0.02);
    expect(found["distance/missed"]).toBeLessThan(0.02);
    expect(found["distance/stray"]).toBeLessThan(0.02);
  });

  test("of half of them miss the others, and stray nowhere", () => {
    const found = columns(ring([0, 2, 4, 6]));
    expect(found["distance/missed"]).toBeGreaterThanOrEqual(0.5);
    expect(found["distance/missed"]).toBeLessThan(0.6);
    expect(found["distance/stray"]).toBeLessThan(0.02);
  });

  test("of a blob with the same mean and deviation stray", () => {
    const blob = stream.fillNormal(new Float32Array(2 * 512)).map((x) => Math.SQRT2 * x);
    expect(columns(blob)["distance/place"]).toBeLessThan(0.2);
    expect(columns(blob)["distance/stray"]).toBeGreaterThan(0.9);
  });

  test("at their mean are at 1", () => {
    expect(columns(new Float32Array(2 * 512))["distance/place"]).toBeCloseTo(1, 2);
  });
});
