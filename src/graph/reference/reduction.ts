/** Definitions of the reductions. */
import type { Aval } from "../types.ts";
import { sizeOf } from "../value.ts";
import { offsets, type ReferenceTable, rowMajorStrides, type Tensor64 } from "./tensor.ts";

const reduction =
  (start: number, f: (sofar: number, x: number) => number) =>
  (
    [x]: readonly [Tensor64],
    { axes }: { readonly axes: readonly number[] },
    out: Aval,
  ): Float64Array => {
    const kept = rowMajorStrides(out.shape);
    const strides = x.shape.map((_, axis) => (axes.includes(axis) ? 0 : (kept.shift() as number)));
    const target = offsets(x.shape, strides);
    const result = new Float64Array(sizeOf(out.shape)).fill(start);
    for (let i = 0; i < target.length; i++) {
      const at = target[i] as number;
      result[at] = f(result[at] as number, x.data[i] as number);
    }
    return result;
  };

export const reductions = {
  sum: reduction(0, (sofar, x) => sofar + x),
  max: reduction(Number.NEGATIVE_INFINITY, Math.max),
} as const satisfies Partial<ReferenceTable>;
