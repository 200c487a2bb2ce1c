/** Pooling, upsampling and transposed convolution of images `[N, C, H, W]`. */
import type { ConvGeometry } from "../signatures.ts";
import type { Builder, Value } from "../types.ts";

/** Window, step and padding (none by default) of a pooling. */
export interface Pooling {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding?: readonly [number, number, number, number];
}

/**
 * Average pooling: x `[N, C, H, W]` to `[N, C, H', W']`, zeros of the padding counted unless
 * `countPadding` is false.
 *
 * @throws EvenkeelError `SHAPE` when the window does not fit into the padded image or is not larger than
 *   the padding.
 */
export function averagePool(
  g: Builder,
  x: Value,
  { padding = [0, 0, 0, 0], countPadding = true, ...window }: Pooling & { countPadding?: boolean },
): Value {
  return g.averagePool(x, { ...window, padding, countPadding });
}

/**
 * Max pooling: x `[N, C, H, W]` to `[N, C, H', W']`; padding is never the largest. Between equal maxima
 * the gradient is divided.
 *
 * @throws EvenkeelError `SHAPE` when the window does not fit into the padded image or is not larger than
 *   the padding.
 */
export function maxPool(
  g: Builder,
  x: Value,
  { padding = [0, 0, 0, 0], ...window }: Pooling,
): Value {
  return g.maxPool(x, { ...window, padding });
}

/**
 * Nearest-neighbour upsampling by an integer, or by one for either axis: `[N, C, H, W]` to
 * `[N, C, H·factor, W·factor]`.
 */
export function upsampleNearest(
  g: Builder,
  x: Value,
  factor: number | readonly [vertical: number, horizontal: number],
): Value {
  const [down, across] = typeof factor === "number" ? [factor, factor] : factor;
  const [n = 1, c = 1, h = 1, w = 1] = x.shape;
  const cells = g.reshape(x, { shape: [n, c, h, 1, w, 1] });
  const repeated = g.expand(cells, { shape: [n, c, h, down, w, across] });
  return g.reshape(repeated, { shape: [n, c, h * down, w * across] });
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
