/** Pooling. Gradients are put together place by place of the window, out of the ops that move elements. */
import { upsampleNearest } from "../functions/spatial.ts";
import type { PoolGeometry } from "../signatures.ts";
import type { Aval, Builder, Shape, Value } from "../types.ts";
import { sameShape } from "../value.ts";
import { checkGeometry, convOutputSize, images, isSize } from "./convolution.ts";
import type { OpTable } from "./definition.ts";
import { requireDType, rule } from "./rule.ts";

function inferPool(x: Aval, geometry: PoolGeometry): Aval {
  const { size, padding } = geometry;
  requireDType("float32", x);
  checkGeometry(geometry);
  rule(isSize(size), "the window's size must be two integers ≥ 1");
  rule(
    padding.every((p, i) => p < (size[i % 2] as number)),
    "padding must be smaller than the window",
  );
  const [n, c, h, w] = images(x.shape, "x");
  const out = convOutputSize([h, w], size, geometry);
  rule(
    out.every((length) => length >= 1),
    "the window must fit into the padded image",
  );
  return { dtype: "float32", shape: [n, c, ...out] };
}

const onnxAttributes = ({ size, stride, padding }: PoolGeometry) => ({
  kernel_shape: size,
  strides: stride,
  pads: padding,
});

/** How an ONNX pooling is called, in any domain, and its attributes. */
export function onnxPool(
  attributes: PoolGeometry & { readonly countPadding?: boolean },
): readonly [type: string, attributes: Record<string, number | readonly number[]>] {
  const { countPadding } = attributes;
  if (countPadding === undefined) return ["MaxPool", onnxAttributes(attributes)];
  return [
    "AveragePool",
    { ...onnxAttributes(attributes), count_include_pad: countPadding ? 1 : 0 },
  ];
}

export const pooling = {
  maxPool: {
    infer: ([x], geometry) => inferPool(x, geometry),
    gradient({ g, ct, inputs: [x], out, attributes }) {
      const inside = windowCells(g, g.fill(1, [1, 1, ...x.shape.slice(2)]), attributes);
      const hits = windowCells(g, x, attributes).map((cell, i) =>
        g.mul(g.where(g.equal(cell, out), 1, 0), inside[i] as Value),
      );
      const share = g.div(
        ct,
        hits.reduce((a, b) => g.add(a, b)),
      );
      return [spread(g, x.shape, attributes, (cell) => g.mul(hits[cell] as Value, share))];
    },
    lower: ({ emit, names, attributes }) => {
      const [type, all] = onnxPool(attributes);
      return emit.node(type, names, all);
    },
  },
  averagePool: {
    infer: ([x], geometry) => inferPool(x, geometry),
    gradient({ g, ct, inputs: [x], attributes }) {
      const share = g.mul(ct, shares(g, x.shape, attributes));
      if (isTiling(x.shape, attributes)) return [upsampleNearest(g, share, attributes.size)];
      return [spread(g, x.shape, attributes, () => share)];
    },
    lower: ({ emit, names, attributes }) => {
      const [type, all] = onnxPool(attributes);
      return emit.node(type, names, all);
    },
  },
} as const satisfies Partial<OpTable>;

/** Whether the windows lie side by side and cover the images. */
function isTiling(shape: Shape, { size, stride, padding }: PoolGeometry): boolean {
  const [, , h, w] = images(shape, "x");
  const covered = h % size[0] === 0 && w % size[1] === 0;
  return covered && sameShape(size, stride) && padding.every((p) => p === 0);
}

/** One over the number of elements that each mean is over; a scalar where they are all as many. */
function shares(
  g: Builder,
  shape: Shape,
  { countPadding, ...geometry }: PoolGeometry & { readonly countPadding: boolean },
): Value {
  const { size, stride, padding } = geometry;
  const [, , h, w] = images(shape, "x");
  if (countPadding || padding.every((p) => p === 0)) return g.scalar(1 / (size[0] * size[1]));
  const [rows, columns] = convOutputSize([h, w], size, geometry);
  const inside = (place: number, axis: 0 | 1, length: number) => {
    const start = place * stride[axis] - padding[axis];
    return Math.min(start + size[axis], length) - Math.max(start, 0);
  };
  const data = Array.from(
    { length: rows * columns },
    (_, i) => 1 / (inside(Math.floor(i / columns), 0, h) * inside(i % columns, 1, w)),
  );
  return g.constant(data, [1, 1, rows, columns]);
}

/** The places of the window, row by row. */
function places({ size: [height, width] }: PoolGeometry): (readonly [number, number])[] {
  return Array.from(
    { length: height * width },
    (_, i) => [Math.floor(i / width), i % width] as const,
  );
}

/** For each place of the window, the image of the elements that stand there; zeros in the padding. */
function windowCells(g: Builder, x: Value, geometry: PoolGeometry): Value[] {
  const { size, stride, padding } = geometry;
  const [n, c, h, w] = images(x.shape, "x");
  const [oh, ow] = convOutputSize([h, w], size, geometry);
  const [top, left, bottom, right] = padding;
  const padded = g.pad(x, {
    low: [0, 0, top, left],
    high: [0, 0, bottom, right],
    interior: [0, 0, 0, 0],
  });
  return places(geometry).map(([row, column]) =>
    g.slice(padded, {
      starts: [0, 0, row, column],
      ends: [n, c, row + (oh - 1) * stride[0] + 1, column + (ow - 1) * stride[1] + 1],
      strides: [1, 1, ...stride],
    }),
  );
}

/** The transpose of {@link windowCells}: an image of this shape, the sum of all cells put back in their places. */
function spread(
  g: Builder,
  shape: Shape,
  geometry: PoolGeometry,
  cell: (place: number) => Value,
): Value {
  const { size, stride, padding } = geometry;
  const [n, c, h, w] = images(shape, "x");
  const [top, left, bottom, right] = padding;
  const [oh, ow] = convOutputSize([h, w], size, geometry);
  const parts = places(geometry).map(([row, column], place) =>
    g.pad(cell(place), {
      low: [0, 0, row, column],
      high: [
        0,
        0,
        top + h + bottom - (row + (oh - 1) * stride[0] + 1),
        left + w + right - (column + (ow - 1) * stride[1] + 1),
      ],
      interior: [0, 0, stride[0] - 1, stride[1] - 1],
    }),
  );
  return g.slice(
    parts.reduce((a, b) => g.add(a, b)),
    { starts: [0, 0, top, left], ends: [n, c, top + h, left + w], strides: [1, 1, 1, 1] },
  );
}
