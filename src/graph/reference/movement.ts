/** Definitions of the ops that move, repeat, cut or join elements. */
import { sizeOf } from "../value.ts";
import { broadcast, offsets, type ReferenceTable, rowMajorStrides, take } from "./tensor.ts";

export const movement = {
  reshape: ([x]) => x.data,
  transpose([x], { permutation }, { shape }) {
    const strides = rowMajorStrides(x.shape);
    return take(x.data, offsets(shape, permute(strides, permutation)));
  },
  expand: ([x], _, { shape }) => broadcast(x, shape),
  pad([x], { low, interior }, { shape }) {
    const result = new Float64Array(sizeOf(shape));
    const strides = rowMajorStrides(shape);
    const gaps = interior.map((gap) => gap + 1);
    const places = offsets(x.shape, times(strides, gaps), sum(times(strides, low)));
    for (let i = 0; i < places.length; i++) result[places[i] as number] = x.data[i] as number;
    return result;
  },
  slice([x], { starts, strides: steps }, { shape }) {
    const strides = rowMajorStrides(x.shape);
    return take(x.data, offsets(shape, times(strides, steps), sum(times(strides, starts))));
  },
  concat(inputs, { axis }, { shape }) {
    const result = new Float64Array(sizeOf(shape));
    const strides = rowMajorStrides(shape);
    let start = 0;
    for (const x of inputs) {
      const places = offsets(x.shape, strides, start * (strides[axis] as number));
      for (let i = 0; i < places.length; i++) result[places[i] as number] = x.data[i] as number;
      start += x.shape[axis] as number;
    }
    return result;
  },
} as const satisfies Partial<ReferenceTable>;

function permute(list: readonly number[], permutation: readonly number[]): number[] {
  return permutation.map((i) => list[i] as number);
}

function times(a: readonly number[], b: readonly number[]): number[] {
  return a.map((n, i) => n * (b[i] as number));
}

function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}
