import { describe, expect, test } from "vitest";
import { asMatrix, firstSingularTriple, gaussian } from "../../../test/support/nn/matrices.ts";
import { exactSigma } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import { exactSpectralNorm } from "./index.ts";

const random = (...shape: readonly number[]) => ({
  shape,
  data: gaussian(sizeOf(shape), `matrix ${shape}`),
});

test.each([
  [[7, 3]],
  [[3, 7]],
  [[1, 40]],
  [[40, 1]],
  [[30, 30]],
  [[64, 27]],
  [[6, 5, 3, 3]],
  [[40, 2, 4, 4]],
  [[100, 2, 3, 3]],
])("equals the full singular value decomposition for %o", (shape) => {
  const tensor = random(...shape);
  const { sigma } = firstSingularTriple(asMatrix(shape, tensor.data));
  expect([exactSpectralNorm(tensor)]).toBeAllclose([sigma], exactSigma);
});

describe("known answers", () => {
  test("a diagonal matrix: its largest element by size", () => {
    expect(exactSpectralNorm({ shape: [2, 2], data: Float32Array.of(0.5, 0, 0, -4) })).toBe(4);
  });

  test("an outer product u vᵀ: ‖u‖·‖v‖", () => {
    const [u, v] = [
      [1, 2, 2],
      [3, 0, 4, 0],
    ];
    const data = Float32Array.from(u!.flatMap((a) => v!.map((b) => a * b)));
    expect([exactSpectralNorm({ shape: [3, 4], data })]).toBeAllclose([15], exactSigma);
  });

  test("two largest singular values that are equal", () => {
    expect(exactSpectralNorm({ shape: [2, 2], data: Float32Array.of(0, 3, -3, 0) })).toBe(3);
  });

  test("zeros: 0", () => {
    expect(exactSpectralNorm({ shape: [3, 2, 2, 2], data: new Float32Array(24) })).toBe(0);
  });

  test("a vector: its length", () => {
    const data = Float32Array.of(2, 3, 6);
    expect([exactSpectralNorm({ shape: [3], data })]).toBeAllclose([7], exactSigma);
    expect([exactSpectralNorm({ shape: [1, 3], data })]).toBeAllclose([7], exactSigma);
  });
});

test("scales with the matrix, from 1e-20 to 1e20", () => {
  const { shape, data } = random(5, 9);
  const sigma = exactSpectralNorm({ shape, data });
  for (const factor of [2 ** -60, 2 ** 60]) {
    const scaled = exactSpectralNorm({ shape, data: data.map((x) => x * factor) });
    expect([scaled / factor]).toBeAllclose([sigma], exactSigma);
  }
});

test("does not take the axes in another order: in·kH·kW goes together", () => {
  const { shape, data } = random(4, 6, 2, 2);
  const swapped = Float32Array.from({ length: 96 }, (_, i) => {
    const [c, rest] = [Math.floor(i / 16), i % 16];
    const [o, k] = [Math.floor(rest / 4), rest % 4];
    return data[(o * 6 + c) * 4 + k]!;
  });
  const [out, input] = [
    exactSpectralNorm({ shape, data }),
    exactSpectralNorm({ shape: [6, 4, 2, 2], data: swapped }),
  ];
  expect(Math.abs(out - input)).toBeGreaterThan(0.05);
});

test("is NaN for a weight that is not finite", () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const data = gaussian(12, "broken");
    data[5] = bad;
    expect(exactSpectralNorm({ shape: [3, 4], data })).toBeNaN();
  }
});
