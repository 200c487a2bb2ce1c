/** Graphs with their small tensors in packs: the same numbers, on the float64 reference and on the engine. */
import { describe, expect, test } from "vitest";
import { smallModel, startState, stepFeeds } from "../../test/support/gan/small.ts";
import { discriminatorStep, generatorStep } from "../gan/index.ts";
import { createBuilder, evaluate, type Graph, sizeOf } from "../graph/index.ts";
import { nodeEngine } from "./node.ts";
import { type Pack, packed } from "./packing.ts";
import { createProgram } from "./program.ts";
import { createRuntime } from "./runtime.ts";

/** The values of a graph by way of its packed form. */
function throughPacks(
  graph: Graph,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
  limit: number,
) {
  const { graph: whole, inputs, outputs } = packed(graph, limit);
  const pack = new Float64Array(inputs.size);
  for (const [name, { start }] of inputs.places) pack.set(Array.from(feeds[name]!), start);
  const given = { ...feeds, ...(inputs.size > 0 && { [inputs.name]: pack }) };
  const used = Object.keys(whole.inputs).map((name) => [name, given[name]!]);
  const results = evaluate(whole, Object.fromEntries(used));
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, { shape }]) => {
      const place = outputs.places.get(name);
      if (place === undefined) return [name, { dtype: "float32", ...results[name] }];
      const data = results[outputs.name]!.data.slice(place.start, place.end);
      return [name, { dtype: "float32", shape, data }];
    }),
  );
}

describe("a packed graph", () => {
  const model = smallModel({ classes: 3 });
  const feeds = { ...startState(model), ...stepFeeds(model) };

  test.each([
    ["discriminator", discriminatorStep(model).graph],
    ["generator", generatorStep(model).graph],
  ])("computes the same: the %s's step, with any limit", (_, graph) => {
    const own = Object.fromEntries(Object.keys(graph.inputs).map((name) => [name, feeds[name]!]));
    const expected = evaluate(graph, own);
    for (const limit of [0, 1, 20, 1000]) {
      expect(throughPacks(graph, own, limit)).toMatchObject(expected);
    }
  });

  test("has in its packs what is float32, not empty and small", () => {
    const g = createBuilder();
    const inputs = {
      small: g.input("small", { dtype: "float32", shape: [2, 2] }),
      large: g.input("large", { dtype: "float32", shape: [5] }),
      scalar: g.input("scalar", { dtype: "float32", shape: [] }),
      empty: g.input("empty", { dtype: "float32", shape: [0] }),
      labels: g.input("labels", { dtype: "int32", shape: [2] }),
    };
    const { small, large, scalar, empty } = inputs;
    const whole = packed({ inputs, outputs: { large, small, empty, scalar } }, 4);
    const namesOf = (pack: Pack) => [...pack.places.keys()];
    expect(namesOf(whole.inputs)).toEqual(["small", "scalar"]);
    expect(namesOf(whole.outputs)).toEqual(["small", "scalar"]);
    expect(Object.keys(whole.graph.inputs)).toEqual(["large", "empty", "labels", "packed inputs"]);
    expect(Object.keys(whole.graph.outputs)).toEqual(["large", "empty", "packed outputs"]);
    expect(sizeOf(whole.graph.inputs["packed inputs"]!.shape)).toBe(5);
  });
});

test("small and large values of the state go in and out of a run alike", async () => {
  const engine = nodeEngine({ device: "cpu", threads: 1 });
  const runtime = createRuntime(engine);
  const program = createProgram("double");
  const { g } = program;
  for (const [name, shape] of [
    ["a", [3]],
    ["b", []],
    ["large", [200, 200]],
  ] as const) {
    const value = program.read(name, shape);
    program.write(name, g.mul(value, 2));
    program.result(`before/${name}`, value);
    runtime.state.write(name, { shape, data: new Float32Array(sizeOf(shape)).fill(1.5) });
  }
  const double = await runtime.compile(program.build());
  const [first, second] = [await double.run(), await double.run()];
  expect(first["before/a"]).toEqual(Float32Array.of(1.5, 1.5, 1.5));
  expect(second["before/b"]).toEqual(Float32Array.of(3));
  const { a, b, large } = await runtime.state.read();
  expect(a).toEqual({ shape: [3], data: Float32Array.of(6, 6, 6) });
  expect(b).toEqual({ shape: [], data: Float32Array.of(6) });
  expect(large!.data.every((x) => x === 6)).toBe(true);
  await double.release();
  expect((await runtime.state.read(["a"])).a!.data).toEqual(Float32Array.of(6, 6, 6));
  await runtime.release();
});
