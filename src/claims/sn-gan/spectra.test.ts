import { expect, test } from "vitest";
import { spectrumArea } from "./spectra.ts";

test("the area under a spectrum's curve: 1 where all are equal, 1 over their number where one has all", () => {
  expect(spectrumArea([3, 3, 3])).toBe(1);
  expect(spectrumArea([2, 0, 0, 0])).toBe(0.25);
  expect(spectrumArea([4, 2])).toBe((1 + 0.25) / 2);
  // a scale changes nothing
  expect(spectrumArea([0.4, 0.2])).toBeCloseTo(spectrumArea([4, 2]), 14);
});
