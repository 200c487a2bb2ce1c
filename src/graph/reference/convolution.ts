/**
 * Definitions of the convolution and its two gradients. All three come from one trilinear form,
 *
 *   T(x, w, y) = Σ y[n, o, i, j] · w[o, c, p, q] · x[n, c, i·sᵥ + p − top, j·sₕ + q − left],
 *
 * the sum over all places inside the image: conv is ∂T/∂y, its gradients are ∂T/∂x and ∂T/∂w.
 */
import type { ConvGeometry } from "../signatures.ts";
import type { Shape } from "../types.ts";
import { sizeOf } from "../value.ts";
import type { ReferenceTable } from "./tensor.ts";

export const convolution = {
  conv([x, weight], geometry, out) {
    const y = new Float64Array(sizeOf(out.shape));
    const step = geometry.stride[1];
    const { tap, atX, atY, count } = rowsOf(x.shape, weight.shape, out.shape, geometry);
    forEachPair(x.shape, weight.shape, out.shape, (startX, startW, startY) => {
      for (let row = 0; row < count.length; row++) {
        const w = weight.data[startW + tap[row]!]!;
        const [fromX, fromY] = [startX + atX[row]!, startY + atY[row]!];
        for (let j = 0; j < count[row]!; j++) y[fromY + j]! += w * x.data[fromX + j * step]!;
      }
    });
    return y;
  },
  convInputGrad([dy, weight], geometry, out) {
    const dx = new Float64Array(sizeOf(out.shape));
    const step = geometry.stride[1];
    const { tap, atX, atY, count } = rowsOf(out.shape, weight.shape, dy.shape, geometry);
    forEachPair(out.shape, weight.shape, dy.shape, (startX, startW, startY) => {
      for (let row = 0; row < count.length; row++) {
        const w = weight.data[startW + tap[row]!]!;
        const [fromX, fromY] = [startX + atX[row]!, startY + atY[row]!];
        for (let j = 0; j < count[row]!; j++) dx[fromX + j * step]! += w * dy.data[fromY + j]!;
      }
    });
    return dx;
  },
  convWeightGrad([x, dy], geometry, out) {
    const dw = new Float64Array(sizeOf(out.shape));
    const step = geometry.stride[1];
    const { tap, atX, atY, count } = rowsOf(x.shape, out.shape, dy.shape, geometry);
    forEachPair(x.shape, out.shape, dy.shape, (startX, startW, startY) => {
      for (let row = 0; row < count.length; row++) {
        const [fromX, fromY] = [startX + atX[row]!, startY + atY[row]!];
        let sum = 0;
        for (let j = 0; j < count[row]!; j++)
          sum += x.data[fromX + j * step]! * dy.data[fromY + j]!;
        dw[startW + tap[row]!]! += sum;
      }
    });
    return dw;
  },
} as const satisfies Partial<ReferenceTable>;

/** Visits every image with every pair of channels: where each one's elements begin in x, w and y. */
function forEachPair(
  [batch = 0, channels = 0, height = 0, width = 0]: Shape,
  [outputs = 0, , kernelHeight = 0, kernelWidth = 0]: Shape,
  [, , rows = 0, columns = 0]: Shape,
  visit: (startX: number, startW: number, startY: number) => void,
): void {
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outputs; o++) {
      for (let c = 0; c < channels; c++) {
        visit(
          (n * channels + c) * height * width,
          (o * channels + c) * kernelHeight * kernelWidth,
          (n * outputs + o) * rows * columns,
        );
      }
    }
  }
}

/**
 * The terms of T for one image and pair of channels, a row of outputs at a time: those of weight element
 * `tap` that pair y[atY + j] with x[atX + j·stride], j < count.
 */
function rowsOf(
  [, , height = 0, width = 0]: Shape,
  [, , kernelHeight = 0, kernelWidth = 0]: Shape,
  [, , rows = 0, columns = 0]: Shape,
  { stride: [down, right], padding: [top, left] }: ConvGeometry,
): Readonly<Record<"tap" | "atX" | "atY" | "count", readonly number[]>> {
  const found = {
    tap: [] as number[],
    atX: [] as number[],
    atY: [] as number[],
    count: [] as number[],
  };
  for (let p = 0; p < kernelHeight; p++) {
    for (let q = 0; q < kernelWidth; q++) {
      // the columns j with 0 ≤ j·right + q − left < width
      const first = Math.max(0, Math.ceil((left - q) / right));
      const end = Math.min(columns, Math.ceil((width + left - q) / right));
      if (first >= end) continue;
      for (let i = 0; i < rows; i++) {
        const row = i * down + p - top;
        if (row < 0 || row >= height) continue;
        found.tap.push(p * kernelWidth + q);
        found.atX.push(row * width + first * right + q - left);
        found.atY.push(i * columns + first);
        found.count.push(end - first);
      }
    }
  }
  return found;
}
