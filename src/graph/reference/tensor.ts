/** Tensors of the float64 reference, and the one way it walks them. */
import type { AttributesOf, OpName, OpSignatures, PerInput } from "../signatures.ts";
import type { Aval, Shape } from "../types.ts";
import { sizeOf } from "../value.ts";

/**
 * A tensor of the reference: elements in row-major order, as float64 whatever the dtype. `float32`
 * elements are not rounded to float32; `bool` elements are 0 and 1.
 */
export interface Tensor64 extends Aval {
  readonly data: Float64Array;
}

/** The definition of op `K`: the elements of its result, which has the dtype and shape `out`. */
export type Definition<K extends OpName> = (
  inputs: PerInput<OpSignatures[K], Tensor64>,
  attributes: AttributesOf<K>,
  out: Aval,
) => Float64Array;

/** The definitions of the ops, complete by construction. */
export type ReferenceTable = { readonly [K in OpName]: Definition<K> };

/** How far apart neighbors along each axis are in row-major order. */
export function rowMajorStrides(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** For each element of `shape` in row-major order, `start` + Σ index[axis]·strides[axis]. */
export function offsets(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const list = new Int32Array(sizeOf(shape));
  const index = shape.map(() => 0);
  let offset = start;
  for (let i = 0; i < list.length; i++) {
    list[i] = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const n = shape[axis] as number;
      const stride = strides[axis] as number;
      const next = (index[axis] as number) + 1;
      offset += stride;
      if (next < n) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      offset -= n * stride;
    }
  }
  return list;
}

/** The elements of `data` at these offsets. */
export function take(data: Float64Array, at: Int32Array): Float64Array {
  const result = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) result[i] = data[at[i] as number] as number;
  return result;
}

/** The elements of `x` broadcast to `shape`, by NumPy's rule. */
export function broadcast(x: Tensor64, shape: Shape): Float64Array {
  const extra = shape.length - x.shape.length;
  const own = rowMajorStrides(x.shape);
  const strides = shape.map((_, axis) => {
    const size = x.shape[axis - extra] ?? 1;
    return size === 1 ? 0 : (own[axis - extra] as number);
  });
  return take(x.data, offsets(shape, strides));
}
