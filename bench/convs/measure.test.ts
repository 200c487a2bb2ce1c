import { expect, test } from "vitest";
import type { ConvLayer } from "./layers.ts";
import { measureConvs } from "./measure.ts";

const geometry = { batch: 2, inputs: 16, outputs: 32, kernel: 4, stride: 2 };
const layers: readonly ConvLayer[] = [
  { name: "down", ...geometry, inputSize: 8, outputSize: 4, transposed: false },
  { name: "up", ...geometry, inputSize: 8, outputSize: 4, transposed: true },
  {
    ...geometry,
    ...{ name: "first", inputs: 3, kernel: 3, stride: 1, inputSize: 5, outputSize: 5 },
    transposed: false,
  },
];

test("each operation of each layer is timed; work over time is its rate", async () => {
  const seen: string[] = [];
  const { matmul, convs } = await measureConvs({
    batch: 2,
    calls: 2,
    threads: 1,
    onProgress: (text) => seen.push(text),
    layers,
    matmulSize: 32,
  });
  expect(seen).toEqual(["matrix product, 32 x 32", "down", "up", "first"]);
  expect(matmul.gflops * matmul.ms * 1e6).toBeCloseTo(2 * 32 ** 3, 3);
  expect(convs.map(({ layer, shape }) => [layer, shape])).toEqual([
    ["down", "16-32 4x4/2 8px"],
    ["up", "32-16 4x4/2 4px"],
    ["first", "3-32 3x3 5px"],
  ]);
  // multiplications and additions of 2 images: 32 x 4 x 4 results of 16 x 4 x 4 products each, …
  const flop = [2 * 2 * 512 * 256, 2 * 2 * 512 * 256, 2 * 2 * 800 * 27];
  for (const [i, { forward, inputGrad, weightGrad }] of convs.entries()) {
    for (const { ms, gflops } of [forward, inputGrad, weightGrad]) {
      expect(ms).toBeGreaterThan(0);
      expect(gflops * ms * 1e6).toBeCloseTo(flop[i]!, 3);
    }
  }
});
