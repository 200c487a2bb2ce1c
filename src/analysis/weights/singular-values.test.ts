import { SingularValueDecomposition } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { asMatrix, gaussian, swapChannels } from "../../../test/support/nn/matrices.ts";
import { exactSigma } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import { effectiveRank, exactSpectralNorm, singularValues } from "./index.ts";

/** All singular values, by a full decomposition. */
function decomposed(shape: readonly number[], data: ArrayLike<number>): number[] {
  return new SingularValueDecomposition(asMatrix(shape, data), {
    autoTranspose: true,
  }).diagonal.toSorted((a, b) => b - a);
}

describe.each([[[7, 3]], [[3, 7]], [[6, 5, 3, 3]], [[40, 2, 4, 4]], [[5, 9, 1, 1]]])(
  "of a weight %o",
  (shape) => {
    const data = gaussian(sizeOf(shape), `weight ${shape}`);
    const swapped = swapChannels(shape, data);
    // roots of eigenvalues: off by a few roundings of σ₁²/σ
    const limit = { absolute: 1e-12 };

    test("all singular values are those of a full decomposition", () => {
      expect(singularValues({ shape, data })).toBeAllclose(decomposed(shape, data), limit);
    });

    test("axis 1: those of the matrix with swapped channels", () => {
      const expected = decomposed(swapped.shape, swapped.data);
      expect(singularValues({ shape, data }, 1)).toBeAllclose(expected, limit);
      expect([exactSpectralNorm({ shape, data }, 1)]).toBeAllclose([expected[0]!], exactSigma);
    });
  },
);

test("those of a weight that is not finite are NaN, as many as there would be", () => {
  const data = Float32Array.of(1, 2, Number.NaN, 4, 5, 6);
  expect(singularValues({ shape: [3, 2], data })).toEqual(new Float64Array(2).fill(Number.NaN));
});

describe("effective rank", () => {
  test("n equal values: n, whatever their size; one alone: 1; none: 0", () => {
    for (const scale of [1e-9, 1, 1e9]) {
      expect(effectiveRank([scale, scale, scale, 0])).toBeCloseTo(3, 12);
    }
    expect(effectiveRank([5, 0, 0])).toBe(1);
    expect(effectiveRank([0, 0])).toBe(0);
  });

  test("two values with shares p and 1 − p: 1/(pᵖ(1 − p)¹⁻ᵖ)", () => {
    expect(effectiveRank([3, 1])).toBeCloseTo(1 / (0.75 ** 0.75 * 0.25 ** 0.25), 12);
  });
});
