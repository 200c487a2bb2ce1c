/** Definitions of comparisons, choice and conversion. */
import type { DType } from "../dtypes.ts";
import { binary } from "./elementwise.ts";
import { broadcast, type ReferenceTable } from "./tensor.ts";

export const compare = {
  greater: binary((a, b) => Number(a > b)),
  less: binary((a, b) => Number(a < b)),
  equal: binary((a, b) => Number(a === b)),
  where([condition, a, b], _, { shape }) {
    const [left, right] = [broadcast(a, shape), broadcast(b, shape)];
    return broadcast(condition, shape).map((c, i) => (c !== 0 ? left[i] : right[i]) as number);
  },
  cast: ([x], { dtype }) => x.data.map((v) => convert(v, x.dtype, dtype)),
} as const satisfies Partial<ReferenceTable>;

/**
 * Conversion as in C: to bool, whether it is not 0; float32 to an integer type, cut off toward 0; int32
 * to uint8, modulo 256. A float32 that does not fit into the integer type has no defined result; it is
 * NaN here, so that no comparison with an engine can succeed by accident.
 */
function convert(value: number, from: DType, to: DType): number {
  switch (to) {
    case "float32":
      return value;
    case "bool":
      return Number(value !== 0);
    case "uint8":
      return from === "float32" ? within(Math.trunc(value), 0, 2 ** 8 - 1) : value & 255;
    case "int32":
      return from === "float32" ? within(Math.trunc(value), -(2 ** 31), 2 ** 31 - 1) : value;
  }
}

function within(value: number, least: number, most: number): number {
  return value >= least && value <= most ? value : Number.NaN;
}
