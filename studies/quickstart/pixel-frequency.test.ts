import { randomStream } from "evenkeel";
import { expect, test } from "vitest";
import { pixelFrequencyShare } from "./pixel-frequency.ts";

const SIDE = 8;
const drawn = (pixelAt: (x: number, y: number) => number) =>
  Uint8Array.from({ length: SIDE * SIDE }, (_, i) => pixelAt(i % SIDE, Math.floor(i / SIDE)));

/** By the transform's definition. */
function directly(channel: Uint8Array): number {
  let [all, found] = [0, 0];
  for (let u = 0; u < SIDE; u++) {
    for (let v = 0; v < SIDE; v++) {
      if (u === 0 && v === 0) continue;
      let [re, im] = [0, 0];
      channel.forEach((pixel, i) => {
        const turn = (2 * Math.PI * (u * Math.floor(i / SIDE) + v * (i % SIDE))) / SIDE;
        re += pixel * Math.cos(turn);
        im += pixel * Math.sin(turn);
      });
      const energy = re ** 2 + im ** 2;
      all += energy;
      if (u === SIDE / 2 || v === SIDE / 2) found += energy;
    }
  }
  return found / all;
}

test("is 1 for stripes and boards of single pixels, and 0 for those of two", () => {
  expect(
    pixelFrequencyShare(
      drawn((x, y) => 200 * ((x + y) % 2)),
      SIDE,
    ),
  ).toBeCloseTo(1, 12);
  expect(
    pixelFrequencyShare(
      drawn((x) => 9 + (x % 2)),
      SIDE,
    ),
  ).toBeCloseTo(1, 12);
  expect(
    pixelFrequencyShare(
      drawn((x) => 90 * ((x >> 1) % 2)),
      SIDE,
    ),
  ).toBeCloseTo(0, 12);
});

test("is the share of the discrete Fourier transform", () => {
  const stream = randomStream(1, "pixels");
  const channel = Uint8Array.from({ length: SIDE * SIDE }, () => 255 * stream.uniform());
  expect(pixelFrequencyShare(channel, SIDE)).toBeCloseTo(directly(channel), 12);
});

test("sums the energy of all channels", () => {
  const [board, wide] = [drawn((x, y) => 2 * ((x + y) % 2)), drawn((x) => 2 * ((x >> 1) % 2))];
  expect(pixelFrequencyShare(Uint8Array.of(...board, ...wide), SIDE)).toBeCloseTo(0.5, 12);
});
