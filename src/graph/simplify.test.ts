import { describe, expect, test } from "vitest";
import { runBoth } from "../../test/support/graph/checks.ts";
import { randomGraph } from "../../test/support/graph/random-graph.ts";
import { dataStream } from "../../test/support/graph/tensors.ts";
import { cpuRandomGraph, toleranceFor } from "../../test/support/tolerances.ts";
import {
  type Builder,
  createBuilder,
  evaluate,
  type Graph,
  gradient,
  printGraph,
  simplify,
  topologicalOrder,
  type Value,
  verify,
} from "./index.ts";

const opsOf = ({ outputs }: Graph) =>
  topologicalOrder(Object.values(outputs)).flatMap(({ source }) =>
    source.kind === "op" ? [source.op] : [],
  );

/** The simplified graph of y = `build(a, b)`, with a, b float32 [2, 3], as text. */
function text(build: (g: Builder, a: Value, b: Value) => Value): string {
  const g = createBuilder();
  const a = g.input("a", { dtype: "float32", shape: [2, 3] });
  const b = g.input("b", { dtype: "float32", shape: [2, 3] });
  return printGraph(simplify({ inputs: { a, b }, outputs: { y: build(g, a, b) } }));
}
const untouched = "%0 = input a : float32[2, 3]\nreturn y = %0";

describe("random graphs with their gradients", () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);

  test.each(seeds)("graph %i keeps its values and gets smaller", async (seed) => {
    const g = createBuilder();
    const { graph, feeds } = randomGraph(g, dataStream(`simplify ${seed}`), 25);
    const { a, b } = graph.inputs as { a: Value; b: Value };
    const [da, db] = gradient(g, graph.outputs.y as Value, [a, b]) as [Value, Value];
    const before: Graph = { inputs: graph.inputs, outputs: { ...graph.outputs, da, db } };
    const after = simplify(before);
    verify(after);
    expect(opsOf(after).length).toBeLessThan(opsOf(before).length);
    const expected = evaluate(before, feeds);
    const actual = evaluate(after, feeds);
    const engine = seed < 8 ? (await runBoth({ graph: after, feeds })).actual : undefined;
    for (const name of Object.keys(before.outputs)) {
      const { shape, data } = expected[name]!;
      expect(actual[name]?.shape).toEqual(shape);
      expect(actual[name]?.data, name).toBeAllclose(data, {}); // the same numbers, to the last bit
      if (engine === undefined) continue;
      expect(engine[name]?.data, `${name}, engine`).toBeAllclose(
        data,
        toleranceFor(data, cpuRandomGraph),
      );
    }
  });

  test.each(seeds.slice(0, 10))("graph %i: a second time changes nothing", (seed) => {
    const g = createBuilder();
    const { graph } = randomGraph(g, dataStream(`simplify ${seed}`), 25);
    const once = simplify(graph);
    expect(printGraph(simplify(once))).toBe(printGraph(once));
  });
});

test("every input stays declared, also one that nothing uses", () => {
  const g = createBuilder();
  const used = g.input("used", { dtype: "float32", shape: [2] });
  const unused = g.input("unused", { dtype: "int32", shape: [3, 1] });
  const { inputs } = simplify({ inputs: { used, unused }, outputs: { y: g.neg(used) } });
  expect(Object.keys(inputs)).toEqual(["used", "unused"]);
  expect(inputs.unused).toMatchObject({ dtype: "int32", shape: [3, 1] });
});

test("an output can be an input or a constant, and two outputs the same value", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [] });
  const outputs = { x, one: g.scalar(1), y: g.exp(x), again: g.exp(x) };
  const after = simplify({ inputs: { x }, outputs });
  expect(after.outputs.x).toBe(after.inputs.x);
  expect(after.outputs.y).toBe(after.outputs.again);
  expect(evaluate(after, { x: [0] }).one?.data).toEqual(Float64Array.of(1));
});

describe("common subexpressions", () => {
  test("are computed once", () => {
    expect(
      text((g, a) => g.add(g.mul(g.exp(a), g.exp(a)), g.mul(g.exp(a), g.exp(a)))),
    ).toMatchInlineSnapshot(`
      "%0 = input a : float32[2, 3]
      %1 = exp %0 : float32[2, 3]
      %2 = mul %1 %1 : float32[2, 3]
      %3 = add %2 %2 : float32[2, 3]
      return y = %3"
    `);
  });

  test("with other attributes are not the same", () => {
    expect(
      text((g, a) => g.add(g.leakyRelu(a, { slope: 0.1 }), g.leakyRelu(a, { slope: 0.2 }))),
    ).toMatch(/slope: 0.1(.|\n)*slope: 0.2/);
  });

  test("are found among what was shortened", () => {
    const twice = (g: Builder, a: Value) =>
      g.exp(g.reshape(g.reshape(a, { shape: [3, 2] }), { shape: [6] }));
    expect(text((g, a) => g.add(twice(g, a), twice(g, a)))).toMatchInlineSnapshot(`
      "%0 = input a : float32[2, 3]
      %1 = reshape %0 {shape: [6]} : float32[6]
      %2 = exp %1 : float32[6]
      %3 = add %2 %2 : float32[6]
      return y = %3"
    `);
  });

  test("constants are the same when shape and numbers are, -0 being no 0", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [] });
    const outputs = Object.fromEntries(
      [0, 0, -0].map((zero, i) => [`y${i}`, g.div(x, g.scalar(zero))]),
    );
    const after = simplify({ inputs: { x }, outputs });
    expect(opsOf(after)).toEqual(["div", "div"]);
    const results = Object.values(evaluate(after, { x: [1] })).map(({ data }) => data[0]);
    expect(results).toEqual([Infinity, Infinity, -Infinity]);
  });
});

describe("constants", () => {
  test("are computed ahead, in float64", () => {
    const scale = (g: Builder) => g.div(g.sqrt(g.scalar(2)), g.add(g.fill(3, [3]), 1));
    expect(text((g, a) => g.mul(a, scale(g)))).toMatchInlineSnapshot(`
      "%0 = input a : float32[2, 3]
      %1 = constant 0.3535533905932738, 0.3535533905932738, 0.3535533905932738 : float32[3]
      %2 = mul %0 %1 : float32[2, 3]
      return y = %2"
    `);
  });

  test("are not spread out beyond 1024 elements", () => {
    const g = createBuilder();
    const after = simplify({ inputs: {}, outputs: { y: g.fill(1, [1025]) } });
    expect(opsOf(after)).toEqual(["expand"]);
  });
});

describe("what changes nothing is left out", () => {
  const cases: Readonly<Record<string, (g: Builder, a: Value) => Value>> = {
    "a + 0": (g, a) => g.add(a, 0),
    "0 + a": (g, a) => g.add(0, a),
    "a - 0": (g, a) => g.sub(a, g.fill(0, [2, 3])),
    "a · 1": (g, a) => g.mul(a, g.fill(1, [1, 3])),
    "1 · a": (g, a) => g.mul(1, a),
    "a / 1": (g, a) => g.div(a, 1),
    "--a": (g, a) => g.neg(g.neg(a)),
    stopGradient: (g, a) => g.stopGradient(a),
    "a sum over no axis": (g, a) => g.sum(a, { axes: [] }),
    "a cast to the same dtype": (g, a) => g.cast(a, { dtype: "float32" }),
    "reshape to the same shape": (g, a) => g.reshape(a, { shape: [2, 3] }),
    "reshape there and back": (g, a) => g.reshape(g.reshape(a, { shape: [6] }), { shape: [2, 3] }),
    "transpose there and back": (g, a) =>
      g.transpose(g.transpose(a, { permutation: [1, 0] }), { permutation: [1, 0] }),
    "expand to the same shape": (g, a) => g.expand(a, { shape: [2, 3] }),
    "a slice of everything": (g, a) =>
      g.slice(a, { starts: [0, 0], ends: [2, 3], strides: [1, 1] }),
    "a pad by nothing": (g, a) => g.pad(a, { low: [0, 0], high: [0, 0], interior: [0, 0] }),
    "a concat of one": (g, a) => g.concat([a], { axis: 0 }),
  };
  test.each(Object.entries(cases))("%s", (_, build) => {
    expect(text(build)).toBe(untouched);
  });

  describe("slices of a vector that are joined again", () => {
    const joined = (...cuts: readonly (readonly [number, number, number?])[]) => {
      const g = createBuilder();
      const x = g.input("x", { dtype: "float32", shape: [10] });
      const parts = cuts.map(([start, end, stride = 1]) =>
        g.slice(x, { starts: [start], ends: [end], strides: [stride] }),
      );
      const before = { inputs: { x }, outputs: { y: g.concat(parts, { axis: 0 }) } };
      const after = simplify(before);
      const feeds = { x: Float64Array.from({ length: 10 }, (_, i) => i + 1) };
      expect(evaluate(after, feeds)).toEqual(evaluate(before, feeds));
      return printGraph(after);
    };

    test("are the vector", () => {
      expect(joined([0, 3], [3, 4], [4, 10])).toMatchInlineSnapshot(`
        "%0 = input x : float32[10]
        return y = %0"
      `);
    });

    test("are one slice of it, next to what is no neighbour", () => {
      expect(joined([7, 9], [1, 3], [3, 5], [5, 6], [6, 10, 2])).toMatchInlineSnapshot(`
        "%0 = input x : float32[10]
        %1 = slice %0 {starts: [7], ends: [9], strides: [1]} : float32[2]
        %2 = slice %0 {starts: [6], ends: [10], strides: [2]} : float32[2]
        %3 = slice %0 {starts: [1], ends: [6], strides: [1]} : float32[5]
        %4 = concat %1 %3 %2 {axis: 0} : float32[9]
        return y = %4"
      `);
    });

    test("in another order stay as they are", () => {
      expect(joined([5, 10], [0, 5])).toMatchInlineSnapshot(`
        "%0 = input x : float32[10]
        %1 = slice %0 {starts: [5], ends: [10], strides: [1]} : float32[5]
        %2 = slice %0 {starts: [0], ends: [5], strides: [1]} : float32[5]
        %3 = concat %1 %2 {axis: 0} : float32[10]
        return y = %3"
      `);
    });
  });

  test("but not where it broadcasts", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [3] });
    const y = g.add(x, g.fill(0, [2, 3]));
    const after = simplify({ inputs: { x }, outputs: { y } });
    expect(after.outputs.y?.shape).toEqual([2, 3]);
    expect(opsOf(after)).toEqual(["add"]);
  });

  test("two transposes of three axes become one", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [2, 3, 4] });
    const first = g.transpose(x, { permutation: [1, 2, 0] });
    const y = g.transpose(first, { permutation: [0, 2, 1] });
    const before = { inputs: { x }, outputs: { y } };
    const after = simplify(before);
    const feeds = { x: Float64Array.from({ length: 24 }, (_, i) => i) };
    expect(opsOf(after)).toEqual(["transpose"]);
    expect(evaluate(after, feeds)).toEqual(evaluate(before, feeds));
  });
});
