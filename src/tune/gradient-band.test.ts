import { expect, test } from "vitest";
import { middleOf, scaleInBand } from "./gradient-band.ts";

const band = { low: 0.5, high: 8 };
/** D of eight layers without biases: its slope is c·s⁸. */
const power = (c: number) => (scale: number) => ({ scale, slope: c * scale ** 8 });

test("of a slope that is a power of the scale the root is found exactly", () => {
  expect(middleOf(band)).toBe(2);
  for (const c of [0.1, 1, 1.9]) {
    const found = scaleInBand([0.7, 1, 1.4, 2].map(power(c)), band);
    expect(found?.where).toBe("inside");
    expect(found?.scale).toBeCloseTo((2 / c) ** (1 / 8), 12);
  }
});

test("between two of the scales, whatever their order; of several the least", () => {
  const slopes = [4, 1, 2, 0.5].map((scale) => ({ scale, slope: scale === 2 ? 1 : scale ** 2 }));
  // slopes 0.25, 1, 1, 16: the line from (2, 1) to (4, 16) meets 2 after a quarter
  expect(scaleInBand(slopes, band)?.scale).toBeCloseTo(2 * 2 ** 0.25, 12);
  const wavy = [0.5, 1, 2, 4].map((scale, i) => ({ scale, slope: i % 2 === 0 ? 1 : 4 }));
  expect(scaleInBand(wavy, band)?.scale).toBeCloseTo(Math.SQRT1_2, 12);
  expect(scaleInBand([{ scale: 1.3, slope: 2 }], band)).toEqual({ scale: 1.3, where: "inside" });
});

test("where no scale has it, the nearest and on which side", () => {
  expect(scaleInBand([0.7, 1].map(power(0.1)), band)).toEqual({ scale: 1, where: "all-below" });
  expect(scaleInBand([1, 1.4].map(power(9)), band)).toEqual({ scale: 1, where: "all-above" });
});

test("runs without a slope do not count", () => {
  const lost = { scale: 1, slope: null };
  expect(scaleInBand([lost, { scale: 2, slope: 0 }], band)).toBeUndefined();
  expect(scaleInBand([power(1)(0.5), lost, power(1)(2)], band)?.scale).toBeCloseTo(2 ** 0.125, 12);
});
