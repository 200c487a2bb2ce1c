import { describe, expect, test } from "vitest";
import { describeSubjects } from "../../../test/support/graph/functions.ts";
import { dataStream, distinct, map, normal } from "../../../test/support/graph/tensors.ts";
import {
  type Builder,
  createBuilder,
  dot,
  evaluate,
  flatten,
  logSumExp,
  mean,
  normalize,
  product,
  sliceAxis,
  softmax,
  square,
  sum,
  type Value,
} from "../index.ts";
import { sumTo } from "./basic.ts";

const data = dataStream("basic");
const matrix = normal([3, 4], data);
const images = normal([2, 3, 2, 2], data);

describeSubjects({
  "sumTo a row": { inputs: [matrix], build: (g, [x]) => sumTo(g, x!, [4]) },
  "sumTo a column": { inputs: [matrix], build: (g, [x]) => sumTo(g, x!, [3, 1]) },
  "sumTo a scalar": { inputs: [matrix], build: (g, [x]) => sumTo(g, x!, []) },
  "sumTo more ones": { inputs: [images], build: (g, [x]) => sumTo(g, x!, [3, 1, 1]) },
  sum: { inputs: [matrix], build: (g, [x]) => sum(g, x!) },
  mean: { inputs: [matrix], build: (g, [x]) => mean(g, x!) },
  "mean per channel, kept": { inputs: [images], build: (g, [x]) => mean(g, x!, [0, 2, 3], true) },
  square: { inputs: [matrix], build: (g, [x]) => square(g, x!) },
  dot: { inputs: [matrix, normal([3, 4], data)], build: (g, [a, b]) => dot(g, a!, b!) },
  normalize: { inputs: [matrix], build: (g, [x]) => normalize(g, x!, 1e-12) },
  "normalize, a large epsilon": { inputs: [matrix], build: (g, [x]) => normalize(g, x!, 0.5) },
  product: {
    inputs: [matrix, normal([4, 2], data)],
    build: (g, [a, b]) => product(g, a!, b!),
  },
  flatten: { inputs: [images], build: (g, [x]) => flatten(g, x!) },
  sliceAxis: { inputs: [images], build: (g, [x]) => sliceAxis(g, x!, 1, 1, 3) },
  logSumExp: { inputs: [distinct([3, 5], data)], build: (g, [x]) => logSumExp(g, x!) },
  "logSumExp of large numbers": {
    inputs: [map(distinct([2, 4], data), (x) => 100 + x)],
    build: (g, [x]) => logSumExp(g, x!),
  },
  softmax: { inputs: [distinct([3, 5], data)], build: (g, [x]) => softmax(g, x!) },
  "softmax of ties": {
    inputs: [map(matrix, () => 2)],
    build: (g, [x]) => softmax(g, x!),
  },
});

describe("known answers", () => {
  const compute = (build: (g: Builder) => Value) => {
    const y = build(createBuilder());
    return [...evaluate({ inputs: {}, outputs: { y } }, {}).y!.data];
  };

  test("the mean of 1 … 6 by rows", () => {
    expect(compute((g) => mean(g, g.constant([1, 2, 3, 4, 5, 6], [2, 3]), [1]))).toBeAllclose(
      [2, 5],
      { relative: 1e-15 },
    );
  });

  test("(3, 4) has length 5", () => {
    expect(compute((g) => normalize(g, g.constant([3, 4], [2]), 0))).toBeAllclose([0.6, 0.8], {
      relative: 1e-15,
    });
    expect(compute((g) => normalize(g, g.constant([3, 4], [2]), 5))).toBeAllclose([0.3, 0.4], {
      relative: 1e-15,
    });
  });

  test("softmax is 1/n of equal numbers and does not overflow", () => {
    expect(compute((g) => softmax(g, g.constant([1000, 1000, -1000], [1, 3])))).toEqual([
      0.5, 0.5, 0,
    ]);
    expect(compute((g) => logSumExp(g, g.constant([-1000, -1000], [1, 2])))).toBeAllclose(
      [-1000 + Math.LN2],
      { relative: 1e-15 },
    );
  });
});
