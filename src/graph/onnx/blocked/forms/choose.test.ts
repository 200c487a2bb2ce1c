import { expect, test } from "vitest";
import { choose, forms } from "./choose.ts";
import type { Problem } from "./problem.ts";

/** The discriminator's fifth convolution, of a network this wide. */
const fifth = (width: number): Problem => ({
  ...{ batch: 128, inputs: 2 * width, outputs: 4 * width, size: 16 },
  ...{ inputSize: [8, 8], outputSize: [8, 8], kernel: [3, 3] },
  ...{ stride: [1, 1], padding: [1, 1, 1, 1] },
});

test("Winograd is for large networks only", () => {
  const names = (problem: Problem) => [
    choose(forms.conv, problem, [])?.name,
    choose(forms.convWeightGrad, problem, [])?.name,
  ];
  expect(names(fifth(64))).toEqual(["winograd", "winograd"]);
  expect(names(fifth(16))).toEqual(["direct", "batch-innermost"]);
});

test("a form that is forced is taken where it fits", () => {
  expect(choose(forms.conv, fifth(64), ["direct"])?.name).toBe("direct");
  expect(choose(forms.conv, fifth(16), ["winograd"])?.name).toBe("winograd");
});

test("none fits channels in parts of blocks", () => {
  expect(choose(forms.conv, { ...fifth(64), inputs: 17 }, [])).toBeUndefined();
});
