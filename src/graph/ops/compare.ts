/** Comparisons, choice and conversion between dtypes. */
import { onnxDType } from "../dtypes.ts";
import type { OpSignatures } from "../signatures.ts";
import type { OpDefinition, OpTable } from "./definition.ts";
import { broadcastShapes, requireDType, rule } from "./rule.ts";

const comparison = (type: string): OpDefinition<OpSignatures["greater"]> => ({
  infer([a, b]) {
    rule(
      a.dtype === b.dtype && (a.dtype === "float32" || a.dtype === "int32"),
      "inputs must both be float32 or both int32",
    );
    return { dtype: "bool", shape: broadcastShapes(a.shape, b.shape) };
  },
  gradient: null,
  lower: ({ emit, names }) => emit.node(type, names),
});

export const compare = {
  greater: comparison("Greater"),
  less: comparison("Less"),
  equal: comparison("Equal"),
  where: {
    infer([condition, a, b]) {
      rule(condition.dtype === "bool", "the condition must be bool");
      requireDType("float32", a, b);
      const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape));
      return { dtype: "float32", shape };
    },
    gradient: ({ g, ct, inputs: [condition] }) => [
      null,
      g.where(condition, ct, 0),
      g.where(condition, 0, ct),
    ],
    lower: ({ emit, names }) => emit.node("Where", names),
  },
  cast: {
    infer: ([x], { dtype }) => ({ dtype, shape: x.shape }),
    gradient: ({ g, ct, inputs: [x], attributes: { dtype } }) => [
      x.dtype === "float32" && dtype === "float32" ? g.reshape(ct, { shape: x.shape }) : null,
    ],
    lower: ({ emit, names, attributes: { dtype } }) =>
      emit.node("Cast", names, { to: onnxDType[dtype] }),
  },
} as const satisfies Partial<OpTable>;
