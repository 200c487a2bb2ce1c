import { readFileSync } from "node:fs";
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import {
  denseWeights,
  type ImageSize,
  type ResizeMethod,
  resize,
  resizeMethods,
  resizer,
  resizeWeights,
} from "./index.ts";

interface GoldenResize {
  readonly from: ImageSize;
  readonly to: ImageSize;
  readonly method: ResizeMethod;
  readonly uint8: readonly number[];
  readonly float32: readonly number[];
}

/** What TensorFlow, OpenCV and Pillow made of {@link pixels}: scripts/golden/resize.py. */
const { cases } = JSON.parse(
  readFileSync(new URL("../../test/golden/resize.json", import.meta.url), "utf8"),
) as { readonly cases: readonly GoldenResize[] };

/** The plane that the golden script resizes. */
function pixels([height, width]: ImageSize): Uint8Array {
  return Uint8Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return (17 * y * y + 29 * x * x + 41 * x * y) % 256;
  });
}

const floats = (bytes: Uint8Array) => Float32Array.from(bytes, (pixel) => 0.75 * pixel - 31.5);

describe.each(resizeMethods)("%s", (method) => {
  const golden = cases
    .filter((c) => c.method === method)
    .map((c) => ({ name: `${c.from.join(" × ")} to ${c.to.join(" × ")}`, ...c }));
  expect(golden).toHaveLength(9);

  test.each(golden)("pixels, $name: every one the library's", ({ from, to, uint8 }) => {
    expect([...resize(pixels(from), { from, to, method })]).toEqual(uint8);
  });

  test.each(golden)("floats, $name", ({ from, to, float32 }) => {
    const resized = resize(floats(pixels(from)), { from, to, method });
    // bit for bit but for OpenCV, whose compiler chooses the order of its sums
    if (method !== "opencv-bilinear") return expect(resized).toEqual(Float32Array.from(float32));
    expect(resized).toBeAllclose(float32, { absolute: 160 * 2 ** -22 });
  });

  test.each(golden)("two matrix products, $name: the same map", ({ from, to, float32 }) => {
    const [rows, columns] = ([0, 1] as const).map((axis) => {
      const dense = denseWeights(resizeWeights(from[axis], to[axis], method));
      return Matrix.from1DArray(to[axis], from[axis], Array.from(dense));
    }) as [Matrix, Matrix];
    const plane = Matrix.from1DArray(from[0], from[1], Array.from(floats(pixels(from))));
    const product = rows.mmul(plane).mmul(columns.transpose()).to1DArray();
    // weights rounded to float32, of values up to 160
    expect(product).toBeAllclose(float32, { absolute: 160 * 2 ** -21 });
  });

  test("every plane of a batch by itself", () => {
    const sizes = { from: [13, 17], to: [8, 31], method } as const;
    const plane = pixels(sizes.from);
    const planes = [plane, plane.toReversed(), plane.map((pixel) => 255 - pixel)];
    const batch = Uint8Array.from(planes.flatMap((each) => [...each]));
    const each = planes.flatMap((each) => [...resize(each, sizes)]);
    expect([...resizer(sizes)(batch)]).toEqual(each);
    expect(resize(new Float32Array(), sizes)).toEqual(new Float32Array());
  });

  test("weights sum to one, from one pixel to many", () => {
    for (const [from, to] of [
      [1, 1],
      [1, 7],
      [7, 1],
      [1024, 8],
      [8, 1024],
      [299, 32],
    ] as const) {
      const { counts, starts, taps, weights } = resizeWeights(from, to, method);
      for (let o = 0; o < to; o++) {
        const row = weights.subarray(o * taps, (o + 1) * taps);
        // shares are float32
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
        expect(starts[o]! + counts[o]!).toBeLessThanOrEqual(from);
      }
    }
  });
});

test("refuses sizes and lengths that are none", () => {
  const method = "pillow-box";
  expect(() => resizer({ from: [0, 4], to: [2, 2], method })).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: resize: from must be whole numbers, 1 or more, got 0 × 4]`,
  );
  expect(() => resizer({ from: [4, 4], to: [2, 2.5], method })).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: resize: to must be whole numbers, 1 or more, got 2 × 2.5]`,
  );
  expect(() => resizeWeights(4, -1, method)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: resize: to must be whole numbers, 1 or more, got -1 × -1]`,
  );
  expect(() =>
    resize(new Uint8Array(17), { from: [4, 4], to: [2, 2], method }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: resize: the images must be a whole number of planes of 4 × 4, got 17 values]`,
  );
});
