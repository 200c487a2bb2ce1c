import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { describe, expect, test } from "vitest";
import { runBoth } from "../../../test/support/graph/checks.ts";
import { runEngine } from "../../../test/support/graph/engine.ts";
import {
  averagePool,
  convTranspose,
  createBuilder,
  evaluate,
  flatten,
  type Graph,
  maxPool,
  softmax,
  upsampleNearest,
} from "../index.ts";
import { toOnnx } from "./index.ts";

const modelOf = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);

describe("the model", () => {
  test("says what it is", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [2, 3] });
    const model = modelOf(
      toOnnx(
        { inputs: { x }, outputs: { y: g.neg(x) } },
        { name: "negation", description: "-x", metadata: { author: "nobody", step: "7" } },
      ),
    );
    expect(model.producerName).toBe("evenkeel");
    expect(model.docString).toBe("-x");
    expect(model.graph?.name).toBe("negation");
    expect(model.metadataProps.map(({ key, value }) => [key, value])).toEqual([
      ["author", "nobody"],
      ["step", "7"],
    ]);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([["", 18n]]);
  });

  test("names nodes after the scope they were built in", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [2, 3] });
    const y = g.scope("discriminator", () => g.scope("conv1", () => g.exp(x)));
    const model = modelOf(toOnnx({ inputs: { x }, outputs: { y: g.neg(y) } }));
    expect(model.graph?.node.map(({ name }) => name)).toEqual([
      "discriminator/conv1/Exp_0",
      "Neg_1",
    ]);
  });

  test("is the same for the same graph built again", () => {
    const build = () => {
      const g = createBuilder();
      const x = g.input("x", { dtype: "float32", shape: [2, 3] });
      return toOnnx({
        inputs: { x },
        outputs: { y: softmax(g, g.mul(x, g.constant([1, 2, 3], [3]))) },
      });
    };
    expect(build()).toEqual(build());
  });
});

describe("outputs that no node gives, or two names for one value", () => {
  const feeds = { x: Float64Array.of(1, -2), unused: Float64Array.of(3) };
  const outputsOf = async (make: (g: ReturnType<typeof createBuilder>) => Graph) => {
    const { actual } = await runBoth({ graph: make(createBuilder()), feeds });
    return Object.fromEntries(Object.entries(actual).map(([name, { data }]) => [name, [...data]]));
  };

  test("an input, a constant, the same value twice, an output that is used further", async () => {
    expect(
      await outputsOf((g) => {
        const x = g.input("x", { dtype: "float32", shape: [2] });
        const unused = g.input("unused", { dtype: "float32", shape: [1] });
        const y = g.neg(x);
        const outputs = {
          same: x,
          stopped: g.stopGradient(x),
          seven: g.scalar(7),
          pair: g.constant([8, 9], [2]),
          y,
          again: y,
          further: g.exp(g.mul(y, 0)),
        };
        return { inputs: { x, unused }, outputs };
      }),
    ).toEqual({
      same: [1, -2],
      stopped: [1, -2],
      seven: [7],
      pair: [8, 9],
      y: [-1, 2],
      again: [-1, 2],
      further: [1, 1],
    });
  });
});

test("an input that the graph does not declare is our bug", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [] });
  expect(() => toOnnx({ inputs: {}, outputs: { y: g.neg(x) } })).toThrowErrorMatchingInlineSnapshot(
    `[Error: internal: the input x is not declared]`,
  );
});

test("with a batch axis the model takes any number of images", async () => {
  const build = (n: number): Graph => {
    const g = createBuilder();
    const z = g.input("z", { dtype: "float32", shape: [n, 5] });
    const dense = g.constant(
      Array.from({ length: 5 * 18 }, (_, i) => Math.sin(i)),
      [5, 18],
    );
    const kernel = g.constant(
      Array.from({ length: 2 * 3 * 16 }, (_, i) => Math.cos(i)),
      [2, 3, 4, 4],
    );
    const start = g.matmul(z, dense, { transposeA: false, transposeB: false });
    const small = g.leakyRelu(g.reshape(start, { shape: [n, 2, 3, 3] }), { slope: 0.2 });
    const large = convTranspose(g, small, kernel, { stride: [2, 2], padding: [1, 1, 1, 1] });
    const larger = upsampleNearest(g, g.tanh(large), 2);
    const pooled = averagePool(g, larger, { size: [3, 3], stride: [3, 3] });
    const most = maxPool(g, pooled, { size: [2, 2], stride: [2, 2] });
    const padded = g.pad(most, {
      low: [0, 0, 1, 0],
      high: [0, 0, 0, 1],
      interior: [0, 0, 1, 0],
    });
    return { inputs: { z }, outputs: { images: larger, features: softmax(g, flatten(g, padded)) } };
  };
  const model = toOnnx(build(2), { batchAxis: "batch" });
  for (const n of [1, 2, 5]) {
    const graph = build(n);
    const feeds = { z: Float64Array.from({ length: n * 5 }, (_, i) => Math.sin(3 * i)) };
    const expected = evaluate(graph, feeds);
    const actual = await runEngine(model, graph.inputs, feeds);
    for (const name of ["images", "features"]) {
      expect(actual[name]?.shape, name).toEqual(expected[name]?.shape);
      expect(actual[name]?.data, name).toBeAllclose(expected[name]?.data ?? [], { absolute: 1e-6 });
    }
  }
});
