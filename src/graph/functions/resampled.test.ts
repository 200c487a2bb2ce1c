import { describe, expect, test } from "vitest";
import { describeSubjects } from "../../../test/support/graph/functions.ts";
import { dataStream, normal } from "../../../test/support/graph/tensors.ts";
import {
  averagePool,
  type Builder,
  convAveraged,
  convUpsampled,
  createBuilder,
  evaluate,
  gradient,
  sum,
  upsampleNearest,
  type Value,
} from "../index.ts";

const data = dataStream("resampled");
const images = normal([2, 3, 4, 6], data);
const kernels = (k: number) => normal([5, 3, k, k], data);

describeSubjects({
  "convUpsampled 3x3, padded": {
    inputs: [images, kernels(3)],
    build: (g, [x, w]) => convUpsampled(g, x!, w!, 1),
  },
  "convAveraged 3x3, padded": {
    inputs: [images, kernels(3)],
    build: (g, [x, w]) => convAveraged(g, x!, w!, 1),
  },
});

type Convolution = (g: Builder, x: Value, w: Value, padding: number) => Value;

const conv = (g: Builder, x: Value, w: Value, p: number) =>
  g.conv(x, w, { stride: [1, 1], padding: [p, p, p, p] });
const longWay: Readonly<Record<string, readonly [Convolution, Convolution]>> = {
  "convUpsampled is a convolution of upsampled images": [
    convUpsampled,
    (g, x, w, p) => conv(g, upsampleNearest(g, x, 2), w, p),
  ],
  "convAveraged averages a convolution": [
    convAveraged,
    (g, x, w, p) => averagePool(g, conv(g, x, w, p), { size: [2, 2], stride: [2, 2] }),
  ],
};

describe.each(Object.entries(longWay))("%s", (_, [short, long]) => {
  test.each([
    { k: 1, padding: 0, shape: [2, 3, 4, 6] },
    { k: 2, padding: 0, shape: [2, 3, 5, 4] },
    { k: 2, padding: 1, shape: [1, 3, 4, 5] },
    { k: 3, padding: 0, shape: [2, 3, 5, 6] },
    { k: 3, padding: 1, shape: [2, 3, 5, 4] },
    { k: 3, padding: 2, shape: [1, 3, 4, 3] },
    { k: 5, padding: 2, shape: [2, 3, 7, 6] },
  ])("$k x $k, padding $padding, $shape", ({ k, padding, shape }) => {
    const g = createBuilder();
    const [x, w] = [
      g.constant(normal(shape, data).data, shape),
      g.constant(kernels(k).data, [5, 3, k, k]),
    ];
    const outputs = [short, long].map((convolution) => {
      const y = convolution(g, x, w, padding);
      // weighted, so that a gradient that is put in the wrong place shows
      const loss = sum(g, g.mul(y, g.constant(normal(y.shape, dataStream("ct")).data, y.shape)));
      return [y, ...gradient(g, loss, [x, w])];
    });
    const { a, b, c, d, e, f } = evaluate(
      {
        inputs: {},
        outputs: Object.fromEntries(outputs.flat().map((value, i) => ["abcdef"[i], value])),
      },
      {},
    );
    for (const [got, wanted] of [
      [a, d],
      [b, e],
      [c, f],
    ]) {
      expect(got!.shape).toEqual(wanted!.shape);
      // sums of at most a few hundred products of numbers near 1, in float64
      got!.data.forEach((value, i) => void expect(value).toBeCloseTo(wanted!.data[i]!, 11));
    }
  });
});

test("a padding as large as the kernel, and one that is not square", () => {
  const g = createBuilder();
  const x = g.fill(1, [1, 1, 4, 4]);
  expect(() => convUpsampled(g, x, g.fill(1, [1, 1, 3, 3]), 3)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: convUpsampled: the kernel must be square and larger than the padding 3, got [1, 1, 3, 3]]`,
  );
  expect(() => convAveraged(g, x, g.fill(1, [1, 1, 3, 2]), 1)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: convAveraged: the kernel must be square and larger than the padding 1, got [1, 1, 3, 2]]`,
  );
});
