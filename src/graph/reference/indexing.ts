/** Definitions of the ops that look up by index. */
import { EvenkeelError } from "../../errors.ts";
import { sizeOf } from "../value.ts";
import type { ReferenceTable } from "./tensor.ts";

export const indexing = {
  oneHot([indices], { depth }, { shape }) {
    const result = new Float64Array(sizeOf(shape));
    for (const [i, index] of indices.data.entries()) {
      if (index >= 0 && index < depth) result[i * depth + index] = 1;
    }
    return result;
  },
  gather([table, indices], _, { shape }) {
    const result = new Float64Array(sizeOf(shape));
    const [rows = 0, ...rest] = table.shape;
    const width = sizeOf(rest);
    for (const [i, index] of indices.data.entries()) {
      if (!(index >= 0 && index < rows)) {
        throw new EvenkeelError(
          "GRAPH",
          `gather: indices must be of 0 … ${rows - 1}, got ${index} at place ${i}`,
        );
      }
      result.set(table.data.subarray(index * width, (index + 1) * width), i * width);
    }
    return result;
  },
} as const satisfies Partial<ReferenceTable>;
