/** Reductions over axes. */
import type { OpSignatures } from "../signatures.ts";
import type { OpDefinition, OpTable } from "./definition.ts";
import { dropAxes, keepAxes, requireAxes, requireDType } from "./rule.ts";

const reduction = (
  type: string,
  gradient: OpDefinition<OpSignatures["sum"]>["gradient"],
): OpDefinition<OpSignatures["sum"]> => ({
  infer([x], { axes }) {
    requireDType("float32", x);
    requireAxes(axes, x.shape.length);
    return { dtype: "float32", shape: dropAxes(x.shape, axes) };
  },
  gradient,
  lower: ({ emit, names: [x], attributes: { axes } }) =>
    axes.length === 0 ? x : emit.node(type, [x, emit.int64(axes)], { keepdims: 0 }),
});

export const reductions = {
  sum: reduction("ReduceSum", ({ g, ct, inputs: [x], attributes: { axes } }) => [
    g.expand(g.reshape(ct, { shape: keepAxes(x.shape, axes) }), { shape: x.shape }),
  ]),
  max: reduction("ReduceMax", ({ g, ct, inputs: [x], out, attributes: { axes } }) => {
    const kept = { shape: keepAxes(x.shape, axes) };
    const hit = g.where(g.equal(x, g.reshape(out, kept)), 1, 0);
    const share = g.div(ct, g.sum(hit, { axes }));
    return [g.mul(hit, g.reshape(share, kept))];
  }),
} as const satisfies Partial<OpTable>;
