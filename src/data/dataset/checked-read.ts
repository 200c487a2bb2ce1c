/** Readers of images that check their arguments. */
import { EvenkeelError } from "../../errors.ts";
import type { Images } from "../../images/index.ts";

/**
 * A reader that checks its arguments, then has `copy` write each image to its place.
 *
 * @param type what `out` has to be, by the set's dtype.
 */
export function checkedRead<A extends Images>(
  name: string,
  count: number,
  length: number,
  type: new () => A,
  copy: (index: number, out: A) => void,
): (indices: ArrayLike<number>, out: Images) => void {
  return (indices, out) => {
    requireOutput(name, indices.length, length, type, out);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] as number;
      if (!Number.isInteger(index) || index < 0 || index >= count) {
        throw new EvenkeelError(
          "SHAPE",
          `${name}: an image index must be a whole number in 0 … ${count - 1}, got ${index}`,
        );
      }
      copy(index, out.subarray(i * length, (i + 1) * length) as A);
    }
  };
}

/**
 * Requires an output of `type` with room for `count` images of `length` values.
 *
 * @throws EvenkeelError `SHAPE` for any other.
 */
export function requireOutput<A extends Images>(
  name: string,
  count: number,
  length: number,
  type: new () => A,
  out: Images,
): asserts out is A {
  if (!(out instanceof type)) {
    throw new EvenkeelError(
      "SHAPE",
      `${name}: the output must be a ${type.name}, got a ${out.constructor.name}`,
    );
  }
  if (out.length !== count * length) {
    throw new EvenkeelError(
      "SHAPE",
      `${name}: the output must hold ${count} images of ${length} values, got ${out.length} values`,
    );
  }
}
