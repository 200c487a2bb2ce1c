import { describe, expect, test } from "vitest";
import { checkDerivative } from "../../test/support/graph/finite-difference.ts";
import { randomGraph } from "../../test/support/graph/random-graph.ts";
import { dataStream } from "../../test/support/graph/tensors.ts";
import { createBuilder, evaluate, type Graph, gradient, sum, type Value } from "./index.ts";

const scalarInput = (g: ReturnType<typeof createBuilder>, name: string) =>
  g.input(name, { dtype: "float32", shape: [] });
const numbers = (graph: Graph, feeds: Record<string, ArrayLike<number>>) =>
  Object.fromEntries(
    Object.entries(evaluate(graph, feeds)).map(([name, { data }]) => [name, [...data]]),
  );

describe("with respect to", () => {
  test("inputs, values on the way, the result itself and the same value twice", () => {
    const g = createBuilder();
    const x = scalarInput(g, "x");
    const h = g.mul(x, x);
    const y = g.mul(h, g.add(h, 1)); // x⁴ + x²
    const [dy, dh, dx, again] = gradient(g, y, [y, h, x, x]) as [Value, Value, Value, Value];
    expect(numbers({ inputs: { x }, outputs: { dy, dh, dx, again } }, { x: [3] })).toEqual({
      dy: [1],
      dh: [2 * 9 + 1],
      dx: [4 * 27 + 2 * 3],
      again: [4 * 27 + 2 * 3],
    });
  });

  test("a constant", () => {
    const g = createBuilder();
    const c = g.constant([2, 3], [2]);
    const [dc] = gradient(g, sum(g, g.mul(c, c)), [c]) as [Value];
    expect(numbers({ inputs: {}, outputs: { dc } }, {})).toEqual({ dc: [4, 6] });
  });

  test("a value that was broadcast gets the sum over its copies, in its own shape", () => {
    const g = createBuilder();
    const bias = g.input("bias", { dtype: "float32", shape: [3, 1, 1] });
    const x = g.input("x", { dtype: "float32", shape: [2, 3, 4, 5] });
    const [d] = gradient(g, sum(g, g.add(x, bias)), [bias]) as [Value];
    expect(d.shape).toEqual([3, 1, 1]);
    expect(numbers({ inputs: { bias }, outputs: { d } }, { bias: [0, 0, 0] })).toEqual({
      d: [40, 40, 40],
    });
  });

  test("what was not reached: zeros in its shape", () => {
    const g = createBuilder();
    const x = scalarInput(g, "x");
    const other = g.input("other", { dtype: "float32", shape: [2, 3] });
    const later = g.exp(x);
    const [dOther, dLater] = gradient(g, g.mul(x, x), [other, later]) as [Value, Value];
    expect(dOther.shape).toEqual([2, 3]);
    const feeds = { x: [2], other: new Float64Array(6) };
    expect(numbers({ inputs: { x, other }, outputs: { dOther, dLater } }, feeds)).toEqual({
      dOther: [0, 0, 0, 0, 0, 0],
      dLater: [0],
    });
  });
});

describe("where no gradient flows", () => {
  test("stopGradient holds one factor constant", () => {
    const g = createBuilder();
    const x = scalarInput(g, "x");
    const [dx] = gradient(g, g.mul(x, g.stopGradient(x)), [x]) as [Value];
    expect(numbers({ inputs: { x }, outputs: { dx } }, { x: [5] })).toEqual({ dx: [5] });
  });

  test("the stopped value itself can be asked for", () => {
    const g = createBuilder();
    const x = scalarInput(g, "x");
    const stopped = g.stopGradient(x);
    const [dx, dStopped] = gradient(g, g.mul(x, stopped), [x, stopped]) as [Value, Value];
    expect(numbers({ inputs: { x }, outputs: { dx, dStopped } }, { x: [5] })).toEqual({
      dx: [5],
      dStopped: [5],
    });
  });

  test("through integers, comparisons and look-ups by index", () => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [3] });
    const index = g.cast(x, { dtype: "int32" });
    const table = g.input("table", { dtype: "float32", shape: [4, 2] });
    const looked = g.gather(table, index);
    const masked = g.where(g.greater(x, 1), x, 0);
    const y = g.add(sum(g, g.oneHot(index, { depth: 4 })), g.add(sum(g, looked), sum(g, masked)));
    const [dx, dTable] = gradient(g, y, [x, table]) as [Value, Value];
    const feeds = { x: [2.5, 0.5, 2], table: new Float64Array(8) };
    expect(numbers({ inputs: { x, table }, outputs: { dx, dTable } }, feeds)).toEqual({
      dx: [1, 0, 1],
      dTable: [1, 1, 0, 0, 2, 2, 0, 0],
    });
  });
});

test("derivatives of any order: the first five of x⁴", () => {
  const g = createBuilder();
  const x = scalarInput(g, "x");
  const square = g.mul(x, x);
  const outputs: Record<string, Value> = {};
  let value = g.mul(square, square);
  for (let order = 1; order <= 5; order++) {
    value = (gradient(g, value, [x]) as [Value])[0];
    outputs[order] = value;
  }
  expect(numbers({ inputs: { x }, outputs }, { x: [2] })).toEqual({
    1: [32],
    2: [48],
    3: [48],
    4: [24],
    5: [0],
  });
});

test("what is built belongs to the scope of what it is the gradient of", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [2] });
  const y = g.scope("discriminator", () => g.scope("conv1", () => g.exp(x)));
  const [dx] = gradient(g, sum(g, y), [x]) as [Value];
  expect(dx.scope).toBe("discriminator/conv1/gradient");
});

describe("random graphs", () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))("graph %i", (seed) => {
    const g = createBuilder();
    const { graph, feeds } = randomGraph(g, dataStream(`gradient ${seed}`), 25);
    const names = Object.keys(graph.inputs).filter(
      (name) => graph.inputs[name]?.dtype === "float32",
    );
    const found = gradient(
      g,
      graph.outputs.y as Value,
      names.map((name) => graph.inputs[name] as Value),
    );
    const gradients = Object.fromEntries(names.map((name) => [name, `d ${name}`]));
    const outputs = Object.fromEntries(names.map((name, i) => [`d ${name}`, found[i] as Value]));
    const whole = { graph: { ...graph, outputs: { ...graph.outputs, ...outputs } }, feeds };
    checkDerivative(whole, { of: "y", gradients });
  });
});

describe("errors", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [2, 3] });
  const label = g.input("label", { dtype: "int32", shape: [2] });

  test("of what is not a scalar", () => {
    expect(() => gradient(g, x, [x])).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: gradient: must be of a float32 scalar, got float32[2, 3]]`,
    );
  });

  test("of what is not float32", () => {
    const n = g.reshape(g.input("n", { dtype: "int32", shape: [1] }), { shape: [] });
    expect(() => gradient(g, n, [x])).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: gradient: must be of a float32 scalar, got int32[]]`,
    );
  });

  test("with respect to integers", () => {
    expect(() => gradient(g, sum(g, x), [x, label])).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: gradient: must be with respect to float32 values, got int32[2]]`,
    );
  });
});
