/** Pooling, upsampling and transposed convolution of images `[N, C, H, W]`. */
import { EvenkeelError } from "../../errors.ts";
import type { Builder } from "../builder.ts";
import { convOutputSize } from "../ops/convolution.ts";
import type { ConvGeometry } from "../signatures.ts";
import type { Value } from "../value.ts";

/** Window, step and padding of a pooling. `padding` (0 by default) counts as zeros in the average. */
export interface Pooling {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding?: readonly [number, number, number, number];
}

/**
 * Average pooling: x `[N, C, H, W]` to `[N, C, H', W']`, padded zeros counted.
 *
 * @throws EvenkeelError `SHAPE` when the window does not fit into the padded image.
 */
export function averagePool(g: Builder, x: Value, pooling: Pooling): Value {
  const cells = windowCells(g, x, pooling);
  return g.mul(
    cells.reduce((a, b) => g.add(a, b)),
    1 / cells.length,
  );
}

/**
 * Max pooling: x `[N, C, H, W]` to `[N, C, H', W']`, padded with zeros. Between equal maxima the
 * gradient is divided.
 *
 * @throws EvenkeelError `SHAPE` when the window does not fit into the padded image.
 */
export function maxPool(g: Builder, x: Value, pooling: Pooling): Value {
  return windowCells(g, x, pooling).reduce((a, b) => g.maximum(a, b));
}

/** Nearest-neighbour upsampling by an integer: `[N, C, H, W]` to `[N, C, H·factor, W·factor]`. */
export function upsampleNearest(g: Builder, x: Value, factor: number): Value {
  const [n = 1, c = 1, h = 1, w = 1] = x.shape;
  const cells = g.reshape(x, { shape: [n, c, h, 1, w, 1] });
  const repeated = g.expand(cells, { shape: [n, c, h, factor, w, factor] });
  return g.reshape(repeated, { shape: [n, c, h * factor, w * factor] });
}

/**
 * Transposed convolution: x `[N, I, H, W]`, weight `[I, O, kH, kW]` to `[N, O, H', W']` with
 * H' = (H − 1)·stride − top − bottom + kH; it is the gradient of a convolution to its input.
 */
export function convTranspose(g: Builder, x: Value, weight: Value, geometry: ConvGeometry): Value {
  const [, , h = 1, w = 1] = x.shape;
  const [, , kh = 1, kw = 1] = weight.shape;
  const { stride, padding } = geometry;
  return g.convInputGrad(x, weight, {
    stride,
    padding,
    inputSize: [
      (h - 1) * stride[0] - padding[0] - padding[2] + kh,
      (w - 1) * stride[1] - padding[1] - padding[3] + kw,
    ],
  });
}

/** For each place in the window, the image `[N, C, H', W']` of the elements that stand there. */
function windowCells(g: Builder, x: Value, pooling: Pooling): Value[] {
  const { size, stride, padding = [0, 0, 0, 0] } = pooling;
  const [, , h = 0, w = 0] = x.shape;
  const [oh, ow] = convOutputSize([h, w], size, { stride, padding });
  if (x.shape.length !== 4 || oh < 1 || ow < 1) {
    throw new EvenkeelError(
      "SHAPE",
      `pool: the window ${size.join("x")} must fit into the padded image, got [${x.shape.join(", ")}]`,
    );
  }
  const [top, left, bottom, right] = padding;
  const padded = padding.some((p) => p > 0)
    ? g.pad(x, { low: [0, 0, top, left], high: [0, 0, bottom, right], interior: [0, 0, 0, 0] })
    : x;
  const [n = 1, c = 1] = x.shape;
  return Array.from({ length: size[0] * size[1] }, (_, cell) => {
    const [row, column] = [Math.floor(cell / size[1]), cell % size[1]];
    return g.slice(padded, {
      starts: [0, 0, row, column],
      ends: [n, c, row + (oh - 1) * stride[0] + 1, column + (ow - 1) * stride[1] + 1],
      strides: [1, 1, ...stride],
    });
  });
}
