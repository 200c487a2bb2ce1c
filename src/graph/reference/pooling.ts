/** Definitions of the poolings. */
import type { PoolGeometry } from "../signatures.ts";
import type { Aval } from "../types.ts";
import { sizeOf } from "../value.ts";
import type { ReferenceTable, Tensor64 } from "./tensor.ts";

export const pooling = {
  maxPool: ([x], geometry, out) => overWindows(x, geometry, out, (window) => Math.max(...window)),
  averagePool: ([x], geometry, out) =>
    overWindows(x, geometry, out, (window) => {
      const count = geometry.countPadding ? sizeOf(geometry.size) : window.length;
      return window.reduce((a, b) => a + b, 0) / count;
    }),
} as const satisfies Partial<ReferenceTable>;

/** `f` of the elements of each window that lie inside the image. */
function overWindows(
  x: Tensor64,
  { size, stride, padding }: PoolGeometry,
  out: Aval,
  f: (window: readonly number[]) => number,
): Float64Array {
  const [, , height = 0, width = 0] = x.shape;
  const [n = 0, channels = 0, rows = 0, columns = 0] = out.shape;
  const result = new Float64Array(sizeOf(out.shape));
  let at = 0;
  for (let image = 0; image < n * channels; image++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const window: number[] = [];
        const [top, left] = [i * stride[0] - padding[0], j * stride[1] - padding[1]];
        for (let r = Math.max(top, 0); r < Math.min(top + size[0], height); r++) {
          for (let c = Math.max(left, 0); c < Math.min(left + size[1], width); c++) {
            window.push(x.data[(image * height + r) * width + c] as number);
          }
        }
        result[at++] = f(window);
      }
    }
  }
  return result;
}
