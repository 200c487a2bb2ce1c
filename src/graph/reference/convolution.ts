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
    forEachRow(x.shape, weight.shape, out.shape, geometry, (atX, atW, atY, count) => {
      const w = weight.data[atW] as number;
      for (let j = 0; j < count; j++) {
        y[atY + j] = (y[atY + j] as number) + w * (x.data[atX + j * step] as number);
      }
    });
    return y;
  },
  convInputGrad([dy, weight], geometry, out) {
    const dx = new Float64Array(sizeOf(out.shape));
    const step = geometry.stride[1];
    forEachRow(out.shape, weight.shape, dy.shape, geometry, (atX, atW, atY, count) => {
      const w = weight.data[atW] as number;
      for (let j = 0; j < count; j++) {
        const at = atX + j * step;
        dx[at] = (dx[at] as number) + w * (dy.data[atY + j] as number);
      }
    });
    return dx;
  },
  convWeightGrad([x, dy], geometry, out) {
    const dw = new Float64Array(sizeOf(out.shape));
    const step = geometry.stride[1];
    forEachRow(x.shape, out.shape, dy.shape, geometry, (atX, atW, atY, count) => {
      let sum = 0;
      for (let j = 0; j < count; j++) {
        sum += (x.data[atX + j * step] as number) * (dy.data[atY + j] as number);
      }
      dw[atW] = (dw[atW] as number) + sum;
    });
    return dw;
  },
} as const satisfies Partial<ReferenceTable>;

/**
 * Visits the terms of T, a row of outputs at a time: those of weight element `atW` that pair
 * y[atY + j] with x[atX + j·stride], j < count.
 */
function forEachRow(
  xShape: Shape,
  weightShape: Shape,
  yShape: Shape,
  { stride, padding }: ConvGeometry,
  visit: (atX: number, atW: number, atY: number, count: number) => void,
): void {
  const [batch = 0, channels = 0, height = 0, width = 0] = xShape;
  const [outputs = 0, , kernelHeight = 0, kernelWidth = 0] = weightShape;
  const [, , rows = 0, columns = 0] = yShape;
  const [down, right] = stride;
  const [top, left] = padding;
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outputs; o++) {
      for (let c = 0; c < channels; c++) {
        for (let p = 0; p < kernelHeight; p++) {
          for (let q = 0; q < kernelWidth; q++) {
            const atW = ((o * channels + c) * kernelHeight + p) * kernelWidth + q;
            // the columns j with 0 ≤ j·right + q − left < width
            const first = Math.max(0, Math.ceil((left - q) / right));
            const end = Math.min(columns, Math.ceil((width + left - q) / right));
            if (first >= end) continue;
            for (let i = 0; i < rows; i++) {
              const row = i * down + p - top;
              if (row < 0 || row >= height) continue;
              const atX = ((n * channels + c) * height + row) * width + first * right + q - left;
              const atY = ((n * outputs + o) * rows + i) * columns + first;
              visit(atX, atW, atY, end - first);
            }
          }
        }
      }
    }
  }
}
