/** Ops that look up by index. */
import { onnxDType } from "../dtypes.ts";
import { sizeOf } from "../value.ts";
import type { OpTable } from "./definition.ts";
import { rule } from "./rule.ts";

export const indexing = {
  oneHot: {
    infer([indices], { depth }) {
      rule(indices.dtype === "int32", "indices must be int32");
      rule(Number.isInteger(depth) && depth > 0, "depth must be a positive integer");
      return { dtype: "float32", shape: [...indices.shape, depth] };
    },
    gradient: null,
    // ONNX's OneHot is not on every provider; equality with 0 … depth - 1 is
    lower({ emit, names: [indices], inputs: [{ shape }], attributes: { depth } }) {
      const column = emit.node("Reshape", [indices, emit.int64([...shape, 1])]);
      const hit = emit.node("Equal", [
        column,
        emit.int32(Array.from({ length: depth }, (_, i) => i)),
      ]);
      return emit.node("Cast", [hit], { to: onnxDType.float32 });
    },
  },
  gather: {
    infer([table, indices]) {
      rule(table.dtype === "float32" && table.shape.length >= 1, "the table must be float32 rows");
      rule(indices.dtype === "int32" && indices.shape.length === 1, "indices must be int32 [n]");
      return { dtype: "float32", shape: [...indices.shape, ...table.shape.slice(1)] };
    },
    // row r of the table receives the sum of the cotangents of all places that looked it up
    gradient({ g, ct, inputs: [table, indices] }) {
      const [rows = 0, ...rest] = table.shape;
      const [n = 0] = indices.shape;
      const hits = g.oneHot(indices, { depth: rows });
      const sums = g.matmul(hits, g.reshape(ct, { shape: [n, sizeOf(rest)] }), {
        transposeA: true,
        transposeB: false,
      });
      return [g.reshape(sums, { shape: table.shape }), null];
    },
    lower: ({ emit, names }) => emit.node("Gather", names, { axis: 0 }),
  },
} as const satisfies Partial<OpTable>;
