import { describe, expect, test } from "vitest";
import { runEngine } from "../../../test/support/graph/engine.ts";
import { randomStream } from "../../random.ts";
import { createBuilder } from "../index.ts";
import { float16Bits, roundToFloat16 } from "./float16.ts";
import { toOnnx } from "./index.ts";

/** numpy 2.4: `numpy.float32(x).astype(numpy.float16)`, its value and `.view(numpy.uint16)` */
const golden: readonly (readonly [x: number, rounded: number, bits: number])[] = [
  [0, 0, 0x0000],
  [-0, -0, 0x8000],
  [1, 1, 0x3c00],
  [-2.5, -2.5, 0xc100],
  [1 / 3, 0.333251953125, 0x3555],
  [0.1, 0.0999755859375, 0x2e66],
  // halfway ones to even
  [2049, 2048, 0x6800],
  [2051, 2052, 0x6802],
  [-2051, -2052, 0xe802],
  // the last before a power of two is carried over
  [0.99999, 1, 0x3c00],
  [4095.5, 4096, 0x6c00],
  [65504, 65504, 0x7bff],
  [65519, 65504, 0x7bff],
  // the smallest normal number, and subnormal ones
  [2 ** -14, 2 ** -14, 0x0400],
  [2 ** -14 - 2 ** -26, 2 ** -14, 0x0400],
  [2 ** -24, 2 ** -24, 0x0001],
  [-3 * 2 ** -25, -(2 ** -23), 0x8002],
  [2 ** -25, 0, 0x0000],
  [1e-9, 0, 0x0000],
];

describe("half precision", () => {
  test.each(golden)("of %f is NumPy's", (x, rounded, bits) => {
    const [found] = roundToFloat16(Float32Array.of(x));
    expect(Object.is(found, rounded), `${found}`).toBe(true);
    expect([...float16Bits(Float32Array.of(rounded))!]).toEqual([bits]);
  });

  test("does not have other numbers", () => {
    for (const x of [0.1, 2049, 65536, 1e6, 2 ** -25, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(float16Bits(Float32Array.of(1, x)), `${x}`).toBeUndefined();
    }
  });
});

test("a model with constants in half precision is half as large and gives the same numbers", async () => {
  const values = randomStream(0, "values").fillNormal(new Float32Array(4096));
  const sizeAndSum = async (data: Float32Array) => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [1] });
    const graph = { inputs: { x }, outputs: { y: g.add(g.constant(data, [4096]), x) } };
    const model = toOnnx(graph, { halves: true });
    const { y } = await runEngine(model, graph.inputs, { x: [0] });
    return { bytes: model.length, y: Float32Array.from(y!.data) };
  };
  const rounded = roundToFloat16(values);
  const [whole, half] = [await sizeAndSum(values), await sizeAndSum(rounded)];
  expect(whole.bytes - half.bytes).toBeGreaterThan(2 * 4096 - 200);
  expect(half.y).toEqual(rounded);
  expect(whole.y).toEqual(values);
});
