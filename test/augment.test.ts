/** How the images that classifiers are trained on are changed at random. */
import { describe, expect, test } from "vitest";
import { randomStream } from "../src/random.ts";
import { distorted, movedAndMirrored } from "../tools/classifiers/augment.ts";

const SIZE = 6;
const PLANE = SIZE * SIZE;
/** Two color images whose values are all different. */
const images = Uint8Array.from({ length: 6 * PLANE }, (_, i) => i);
const pixel = (image: number, channel: number, y: number, x: number) =>
  images[((3 * image + channel) * SIZE + y) * SIZE + x]!;

describe("color images", () => {
  const moved = (shift: number, isMirrored: (place: number) => boolean, seed = 0) =>
    movedAndMirrored(images, Uint32Array.of(1, 0), {
      ...{ size: SIZE, shift, isMirrored },
      stream: randomStream(seed, "moves"),
    });

  test("are those of the places, mirrored left to right where they should be", () => {
    const found = moved(0, (place) => place === 0);
    expect(found.subarray(0, 3 * PLANE)).toEqual(images.subarray(3 * PLANE));
    for (const [channel, y, x] of [
      [0, 0, 0],
      [1, 3, 4],
      [2, 5, 2],
    ] as const) {
      const value = found[((3 + channel) * SIZE + y) * SIZE + x];
      expect(value).toBe(pixel(0, channel, y, SIZE - 1 - x));
    }
  });

  test("are moved alike in all channels, with their reflection behind the edge", () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const found = moved(2, () => false, seed);
      const at = (y: number, x: number, channel = 0) => found[(channel * SIZE + y) * SIZE + x]!;
      // the middle of the image tells where it went
      const place = at(3, 3) - pixel(1, 0, 0, 0);
      const [down, right] = [Math.floor(place / SIZE) - 3, (place % SIZE) - 3];
      seen.add(`${down} ${right}`);
      const reflected = (i: number) => (i < 0 ? -i : i >= SIZE ? 2 * (SIZE - 1) - i : i);
      for (const channel of [0, 1, 2]) {
        for (const [y, x] of [
          [0, 0],
          [0, 5],
          [5, 0],
          [5, 5],
        ] as const) {
          const from = [reflected(y + down), reflected(x + right)] as const;
          expect(at(y, x, channel)).toBe(pixel(1, channel, ...from));
        }
      }
    }
    // most of the 25 moves
    expect(seen.size).toBeGreaterThan(15);
  });
});

describe("digits", () => {
  const none = { rotation: 0, shear: 0, scale: 0, shift: 0 };
  const gray = Uint8Array.from({ length: 2 * 16 }, (_, i) => 100 + i);
  const of = (most: Partial<typeof none>) =>
    distorted(gray, Uint32Array.of(1), {
      ...{ ...none, ...most },
      ...{ from: 4, to: 6, stream: randomStream(0, "distortions") },
    });

  test("stand in the middle of a black image, as they are where nothing distorts them", () => {
    const found = of({});
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 6; x++) {
        const isInside = y > 0 && y < 5 && x > 0 && x < 5;
        expect(found[6 * y + x]).toBe(isInside ? gray[16 + 4 * (y - 1) + x - 1] : 0);
      }
    }
  });

  test("are distorted by each number", () => {
    for (const most of [{ rotation: 30 }, { shear: 0.4 }, { scale: 0.5 }, { shift: 2 }]) {
      expect(of(most), JSON.stringify(most)).not.toEqual(of({}));
    }
  });
});
