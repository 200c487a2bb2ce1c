/** Large images, in bands: against standard operators, since the float64 reference would take minutes. */
import { describe, expect, test } from "vitest";
import { randomFeeds } from "../../../../../test/support/graph/blocked.ts";
import { runEngine } from "../../../../../test/support/graph/engine.ts";
import { cpuComposite, toleranceFor } from "../../../../../test/support/tolerances.ts";
import { nodeEngine } from "../../../../runtime/node.ts";
import { createBuilder, gradient, simplify, sum } from "../../../index.ts";
import { toOnnx } from "../../index.ts";
import type { Problem } from "../forms/problem.ts";
import { bandsOf } from "./bands.ts";

const size = await nodeEngine({ device: "cpu" }).blocks?.();
const on = describe.skipIf(size === undefined);
const b = size ?? 16;

const large: Problem = {
  ...{ batch: 128, inputs: 3 * b, outputs: 2 * b, size: b },
  ...{ inputSize: [32, 30], outputSize: [32, 32], kernel: [3, 3] },
  ...{ stride: [1, 1], padding: [1, 2, 1, 2] },
};

test("bands are the whole's rows of tiles, each with the rows that it reads", () => {
  const bands = bandsOf({ ...large, inputs: 32, outputs: 32, size: 16 });
  expect(bands.map(({ input, output }) => [...output, ...input])).toEqual([
    [0, 16, 0, 17],
    [16, 32, 15, 32],
  ]);
  expect(bands.map(({ problem }) => problem.padding)).toEqual([
    [1, 2, 0, 2],
    [0, 2, 1, 2],
  ]);
});

test("small images are one band", () => {
  const small: Problem = { ...large, inputSize: [8, 8], outputSize: [8, 8], padding: [1, 1, 1, 1] };
  expect(bandsOf(small)).toEqual([{ problem: small, input: [0, 8], output: [0, 8] }]);
});

test("a band's tiles are the whole's", () => {
  // 24 rows of tiles of 3 x 3: four of them would be tiles of 4 x 4
  const rows: Problem = { ...large, inputSize: [21, 21], outputSize: [21, 21], inputs: 1024 };
  for (const { problem } of bandsOf({ ...rows, padding: [1, 1, 1, 1] })) {
    expect([3, 21]).toContain(problem.outputSize[0]);
  }
});

on("convolution, bias, activation and all gradients", () => {
  test("are those of standard operators", async () => {
    const { batch, inputs, outputs, inputSize, kernel, stride, padding } = large;
    const g = createBuilder();
    const of = (name: string, ...shape: number[]) => g.input(name, { dtype: "float32", shape });
    const x = of("x", batch, inputs, ...inputSize);
    const weight = of("weight", outputs, inputs, ...kernel);
    const y = g.leakyRelu(g.conv(x, weight, { stride, padding }), { slope: 0.1 });
    const [dx, dw] = gradient(g, sum(g, g.mul(y, y)), [x, weight]);
    const graph = { inputs: { x, weight }, outputs: { dx: dx!, dw: dw! } };
    expect(bandsOf(large).length).toBeGreaterThan(1);
    const feeds = randomFeeds(graph);
    const simple = simplify(graph);
    const expected = await runEngine(toOnnx(simple), graph.inputs, feeds);
    const model = toOnnx(simple, { blocks: b, forms: ["winograd"] });
    const actual = await runEngine(model, graph.inputs, feeds);
    for (const [name, { data }] of Object.entries(expected)) {
      expect(actual[name]!.data, name).toBeAllclose(
        data,
        toleranceFor(data as Float64Array, cpuComposite),
      );
    }
  });
});
