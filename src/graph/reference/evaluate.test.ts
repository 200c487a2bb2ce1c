/** The reference by hand-computed answers and, for convolutions, by another formula. */
import { describe, expect, test } from "vitest";
import { dataStream, normal } from "../../../test/support/graph/tensors.ts";
import { type Builder, createBuilder, evaluate, type Value } from "../index.ts";

const compute = (build: (g: Builder) => Value) => {
  const { data, shape } = evaluate({ inputs: {}, outputs: { y: build(createBuilder()) } }, {}).y!;
  return { shape, data: [...data] };
};
const counting = (g: Builder, ...shape: number[]) =>
  g.constant(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
    shape,
  );

describe("known answers", () => {
  test("broadcasting a column against a row", () => {
    expect(compute((g) => g.add(counting(g, 2, 1), counting(g, 3)))).toEqual({
      shape: [2, 3],
      data: [2, 3, 4, 3, 4, 5],
    });
  });

  test("transpose of three axes", () => {
    expect(compute((g) => g.transpose(counting(g, 2, 3, 2), { permutation: [2, 0, 1] }))).toEqual({
      shape: [2, 2, 3],
      data: [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12],
    });
  });

  test("pad before, after and between", () => {
    expect(
      compute((g) => g.pad(counting(g, 2, 2), { low: [1, 0], high: [0, 1], interior: [0, 2] })),
    ).toEqual({ shape: [3, 5], data: [0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 3, 0, 0, 4, 0] });
  });

  test("slice with strides", () => {
    expect(
      compute((g) => g.slice(counting(g, 3, 4), { starts: [0, 1], ends: [3, 4], strides: [2, 2] })),
    ).toEqual({ shape: [2, 2], data: [2, 4, 10, 12] });
  });

  test("concat of columns", () => {
    expect(compute((g) => g.concat([counting(g, 2, 1), counting(g, 2, 2)], { axis: 1 }))).toEqual({
      shape: [2, 3],
      data: [1, 1, 2, 2, 3, 4],
    });
  });

  test("sum and maximum over the first axis", () => {
    expect(compute((g) => g.sum(counting(g, 2, 3), { axes: [0] })).data).toEqual([5, 7, 9]);
    expect(compute((g) => g.max(counting(g, 2, 3), { axes: [0] })).data).toEqual([4, 5, 6]);
  });

  test("the product of two matrices and of their transposes", () => {
    const plain = { transposeA: false, transposeB: false };
    expect(compute((g) => g.matmul(counting(g, 2, 2), counting(g, 2, 2), plain)).data).toEqual([
      7, 10, 15, 22,
    ]);
    const both = { transposeA: true, transposeB: true };
    expect(compute((g) => g.matmul(counting(g, 2, 2), counting(g, 2, 2), both)).data).toEqual([
      7, 15, 10, 22,
    ]);
  });

  test("a 2x2 kernel of ones over 1 … 9", () => {
    const geometry = { stride: [1, 1], padding: [0, 0, 0, 0] } as const;
    expect(
      compute((g) => g.conv(counting(g, 1, 1, 3, 3), g.fill(1, [1, 1, 2, 2]), geometry)),
    ).toEqual({ shape: [1, 1, 2, 2], data: [12, 16, 24, 28] });
  });

  test("a convolution is a cross-correlation: the kernel is not turned", () => {
    const geometry = { stride: [1, 1], padding: [0, 1, 0, 0] } as const;
    const kernel = (g: Builder) => g.constant([10, 1], [1, 1, 1, 2]);
    expect(compute((g) => g.conv(counting(g, 1, 1, 1, 2), kernel(g), geometry)).data).toEqual([
      1, 12,
    ]);
  });

  test("functions at 0, 1 and far out", () => {
    expect(compute((g) => g.softplus(g.constant([0, 800, -800], [3]))).data).toEqual([
      Math.LN2,
      800,
      0,
    ]);
    expect(compute((g) => g.sigmoid(g.constant([0, 800, -800], [3]))).data).toEqual([0.5, 1, 0]);
    expect(compute((g) => g.log(g.exp(g.scalar(1)))).data).toEqual([1]);
  });

  test("a float32 that does not fit into an integer type is not a number", () => {
    const cast = (dtype: "uint8" | "int32") =>
      compute((g) => g.cast(g.constant([256, -1, 1e10, NaN, 255.5, -0.5], [6]), { dtype })).data;
    expect(cast("uint8")).toEqual([NaN, NaN, NaN, NaN, 255, -0]);
    expect(cast("int32")).toEqual([256, -1, NaN, NaN, 255, -0]);
  });
});

test("the three convolutions are one trilinear form", () => {
  const random = dataStream("adjoint");
  const g = createBuilder();
  const geometry = { stride: [2, 3], padding: [1, 0, 2, 1] } as const;
  const tensors = {
    x: normal([2, 3, 7, 8], random),
    w: normal([4, 3, 3, 2], random),
    y: normal([2, 4, 4, 3], random),
  };
  const input = (name: keyof typeof tensors) => g.input(name, tensors[name]);
  const [x, w, y] = [input("x"), input("w"), input("y")];
  const inner = (a: Value, b: Value) => g.sum(g.mul(a, b), { axes: [0, 1, 2, 3] });
  const outputs = {
    conv: inner(g.conv(x, w, geometry), y),
    input: inner(g.convInputGrad(y, w, { ...geometry, inputSize: [7, 8] }), x),
    weight: inner(g.convWeightGrad(x, y, { ...geometry, kernelSize: [3, 2] }), w),
  };
  const feeds = { x: tensors.x.data, w: tensors.w.data, y: tensors.y.data };
  const result = evaluate({ inputs: { x, w, y }, outputs }, feeds);
  const value = result.conv!.data;
  expect(Math.abs(value[0]!)).toBeGreaterThan(1);
  expect(result.input!.data).toBeAllclose(value, { relative: 1e-12 });
  expect(result.weight!.data).toBeAllclose(value, { relative: 1e-12 });
});

describe("errors", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [2] });
  const labels = g.input("labels", { dtype: "int32", shape: [1] });
  const graph = { inputs: { x, labels }, outputs: { y: g.gather(x, labels) } };

  test("an input that was not fed", () => {
    expect(() => evaluate(graph, { x: [1, 2] })).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: evaluate: input labels must be given as int32[1], got nothing]`,
    );
  });

  test("the wrong number of elements", () => {
    expect(() => evaluate(graph, { x: [1, 2, 3], labels: [0] })).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: evaluate: input x must be given as float32[2], got 3 numbers]`,
    );
  });

  test("a name that is no input", () => {
    const feeds = { x: [1, 2], labels: [0], label: [0] };
    expect(() => evaluate(graph, feeds)).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: evaluate: feeds must be inputs (x, labels), got label]`,
    );
  });

  test("an index out of range", () => {
    expect(() => evaluate(graph, { x: [1, 2], labels: [2] })).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: gather: indices must be of 0 … 1, got 2 at place 0]`,
    );
  });

  test("an input that the graph does not declare", () => {
    expect(() =>
      evaluate({ inputs: { x }, outputs: graph.outputs }, { x: [1, 2] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: evaluate: inputs must be declared by the graph, got labels undeclared]`,
    );
  });
});
