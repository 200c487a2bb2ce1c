import { describe, expect, test } from "vitest";
import type { Subject } from "../../../test/support/graph/experiment.ts";
import { describeSubjects } from "../../../test/support/graph/functions.ts";
import { dataStream, distinct, normal } from "../../../test/support/graph/tensors.ts";
import {
  averagePool,
  type Builder,
  convTranspose,
  createBuilder,
  evaluate,
  maxPool,
  type Pooling,
  upsampleNearest,
  type Value,
} from "../index.ts";

const data = dataStream("spatial");
const images = distinct([2, 3, 5, 6], data);
const end = [0, 0, 1, 1] as const;
const around = [1, 1, 1, 1] as const;

const pooled = (pool: typeof averagePool | typeof maxPool, options: Pooling): Subject => ({
  inputs: [images],
  build: (g, [x]) => pool(g, x!, options),
});

describeSubjects({
  "averagePool 2x2": pooled(averagePool, { size: [2, 2], stride: [2, 2] }),
  "averagePool 3x2, overlapping, padded at the end": pooled(averagePool, {
    size: [3, 2],
    stride: [2, 1],
    padding: end,
  }),
  "averagePool of the whole image": pooled(averagePool, { size: [5, 6], stride: [1, 1] }),
  "maxPool 2x2": pooled(maxPool, { size: [2, 2], stride: [2, 2] }),
  "maxPool 3x3, overlapping, padded": pooled(maxPool, {
    size: [3, 3],
    stride: [2, 2],
    padding: around,
  }),
  "upsampleNearest by 2": { inputs: [images], build: (g, [x]) => upsampleNearest(g, x!, 2) },
  "upsampleNearest by 3, one channel": {
    inputs: [normal([2, 1, 1, 2], data)],
    build: (g, [x]) => upsampleNearest(g, x!, 3),
  },
  "convTranspose 4x4, stride 2": {
    inputs: [normal([2, 3, 3, 4], data), normal([3, 2, 4, 4], data)],
    build: (g, [x, w]) => convTranspose(g, x!, w!, { stride: [2, 2], padding: around }),
  },
  "convTranspose 3x2, different strides, padded at the end": {
    inputs: [normal([1, 2, 3, 3], data), normal([2, 1, 3, 2], data)],
    build: (g, [x, w]) => convTranspose(g, x!, w!, { stride: [2, 3], padding: end }),
  },
});

describe("known answers", () => {
  const compute = (build: (g: Builder) => Value) => {
    const y = build(createBuilder());
    const { data } = evaluate({ inputs: {}, outputs: { y } }, {}).y!;
    return { shape: y.shape, data: [...data] };
  };
  const counting = (g: Builder, h: number, w: number) =>
    g.constant(
      Array.from({ length: h * w }, (_, i) => i + 1),
      [1, 1, h, w],
    );

  test("pooling 1 … 16", () => {
    const pooling = { size: [2, 2], stride: [2, 2] } as const;
    expect(compute((g) => averagePool(g, counting(g, 4, 4), pooling))).toEqual({
      shape: [1, 1, 2, 2],
      data: [3.5, 5.5, 11.5, 13.5],
    });
    expect(compute((g) => maxPool(g, counting(g, 4, 4), pooling)).data).toEqual([6, 8, 14, 16]);
  });

  test("padded zeros count in the average and as candidates of the maximum", () => {
    const pooling = { size: [2, 2], stride: [2, 2], padding: around } as const;
    expect(compute((g) => averagePool(g, counting(g, 2, 2), pooling)).data).toEqual([
      0.25, 0.5, 0.75, 1,
    ]);
    expect(
      compute((g) => averagePool(g, counting(g, 2, 2), { ...pooling, countPadding: false })).data,
    ).toEqual([1, 2, 3, 4]);
    expect(compute((g) => maxPool(g, g.neg(counting(g, 2, 2)), pooling)).data).toEqual([
      -1, -2, -3, -4,
    ]);
  });

  test("upsampling repeats", () => {
    expect(compute((g) => upsampleNearest(g, counting(g, 2, 2), 2)).data).toEqual([
      1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4,
    ]);
  });

  test("a transposed convolution writes the kernel at every stride", () => {
    const geometry = { stride: [2, 2], padding: [0, 0, 0, 0] } as const;
    const y = compute((g) => {
      const kernel = g.constant([1, 2, 3, 4], [1, 1, 2, 2]);
      return convTranspose(g, counting(g, 1, 2), kernel, geometry);
    });
    expect(y).toEqual({ shape: [1, 1, 2, 4], data: [1, 2, 2, 4, 3, 4, 6, 8] });
  });

  test("a window that does not fit", () => {
    expect(() =>
      compute((g) => averagePool(g, counting(g, 2, 2), { size: [3, 3], stride: [1, 1] })),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: averagePool: the window must fit into the padded image, got float32[1, 1, 2, 2] with {"size":[3,3],"stride":[1,1],"padding":[0,0,0,0],"countPadding":true}]`,
    );
    expect(() =>
      compute((g) => maxPool(g, g.constant([1, 2], [2]), { size: [1, 1], stride: [1, 1] })),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: maxPool: x must have four axes, got float32[2] with {"size":[1,1],"stride":[1,1],"padding":[0,0,0,0]}]`,
    );
    expect(() =>
      compute((g) =>
        convTranspose(g, counting(g, 1, 1), g.constant([1], [1, 1, 1, 1]), {
          stride: [1, 1],
          padding: around,
        }),
      ),
    ).toThrowErrorMatchingInlineSnapshot(
      `[EvenkeelError: convInputGrad: the input's size must be two integers ≥ 1, got float32[1, 1, 1, 1], float32[1, 1, 1, 1] with {"stride":[1,1],"padding":[1,1,1,1],"inputSize":[-1,-1]}]`,
    );
  });
});
