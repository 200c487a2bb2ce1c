import { describe, expect, test } from "vitest";
import { createBuilder, type Graph, gradient, softmax, sum, type Value, verify } from "./index.ts";

/** A builder with the value x, float32 [2, 3], built in no scope. */
function start() {
  const g = createBuilder();
  return { g, x: g.input("x", { dtype: "float32", shape: [2, 3] }) };
}

/** `value` with some fields replaced, as a faulty pass would leave it. */
const forged = (value: Value, fields: Partial<Value>): Value => ({ ...value, ...fields });

/** The message of verify, with ids made relative to those of `first`. */
function complaint(graph: Graph, first: Value): string {
  try {
    verify(graph);
  } catch (error) {
    const { message, code } = error as { message: string; code: string };
    return `${code} ${message.replace(/node (\d+)/g, (_, id) => `node +${Number(id) - first.id}`)}`;
  }
  return "legal";
}

test("legal graphs pass, with gradients, unused inputs and outputs that are inputs", () => {
  const { g, x } = start();
  const labels = g.input("labels", { dtype: "int32", shape: [2] });
  const y = sum(g, g.mul(softmax(g, x), g.oneHot(labels, { depth: 3 })));
  const [dx] = gradient(g, y, [x]) as [Value];
  const unused = g.input("unused", { dtype: "bool", shape: [] });
  verify({ inputs: { x, labels, unused }, outputs: { y, dx, x } });
});

describe("names the first illegal node", () => {
  test("a recorded shape that is not the derived one", () => {
    const { g, x } = start();
    const wrong = g.scope("conv1", () => forged(g.exp(x), { shape: [3, 2] }));
    const later = forged(g.neg(wrong), { dtype: "bool" });
    expect(complaint({ inputs: { x }, outputs: { later } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: node +1 (exp float32[3, 2] in conv1): the shape rule gives float32[2, 3]"`,
    );
  });

  test("a recorded dtype that is not the derived one", () => {
    const { g, x } = start();
    const y = forged(g.greater(x, x), { dtype: "float32" });
    expect(complaint({ inputs: { x }, outputs: { y } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: node +1 (greater float32[2, 3]): the shape rule gives bool[2, 3]"`,
    );
  });

  test("inputs that the shape rule refuses", () => {
    const { g, x } = start();
    const y = g.matmul(x, x, { transposeA: false, transposeB: true });
    const attributes = { transposeA: false, transposeB: false };
    const source = { kind: "op", op: "matmul", inputs: [x, x], attributes } as const;
    expect(
      complaint({ inputs: { x }, outputs: { y: forged(y, { source }) } }, x),
    ).toMatchInlineSnapshot(
      `"GRAPH verify: node +1 (matmul float32[2, 2]): matmul: the summed axes must be equal, got float32[2, 3], float32[2, 3] with {"transposeA":false,"transposeB":false}"`,
    );
  });

  test("an op that is not in the table", () => {
    const { g, x } = start();
    const source = { kind: "op", op: "toString" as "neg", inputs: [x], attributes: {} } as const;
    const y = forged(g.neg(x), { source });
    expect(complaint({ inputs: { x }, outputs: { y } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: node +1 (toString float32[2, 3]): the op must be one of the table"`,
    );
  });

  test("an input built after its user", () => {
    const { g, x } = start();
    const y = g.neg(x);
    const late = g.exp(x);
    const source = { kind: "op", op: "neg", inputs: [late], attributes: {} } as const;
    expect(
      complaint({ inputs: { x }, outputs: { y: forged(y, { source }) } }, x),
    ).toMatchInlineSnapshot(
      `"GRAPH verify: node +1 (neg float32[2, 3]): inputs must be built before their user, got node +2"`,
    );
  });

  test("a constant of the wrong size", () => {
    const { g, x } = start();
    const c = forged(g.constant([1, 2], [2]), { shape: [3] });
    expect(complaint({ inputs: { x }, outputs: { c } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: node +1 (constant float32[3]): a constant must fill its shape, got 2 numbers"`,
    );
  });

  test("an input that the graph does not declare", () => {
    const { g, x } = start();
    expect(complaint({ inputs: {}, outputs: { y: g.neg(x) } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: node +0 (input x float32[2, 3]): the input x must be declared by the graph"`,
    );
  });

  test("an input under another name, under two names, or that is no input", () => {
    const { g, x } = start();
    const y = g.neg(x);
    expect(complaint({ inputs: { z: x }, outputs: { y } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: the graph's input z must be the input of that name, got node +0 (input x float32[2, 3])"`,
    );
    expect(complaint({ inputs: { x, z: x }, outputs: { y } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: the graph's input z must be the input of that name, got node +0 (input x float32[2, 3])"`,
    );
    expect(complaint({ inputs: { x, y }, outputs: { y } }, x)).toMatchInlineSnapshot(
      `"GRAPH verify: the graph's input y must be the input of that name, got node +1 (neg float32[2, 3])"`,
    );
  });
});
