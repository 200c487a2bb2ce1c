/** Elementwise ops of float32 values. */
import type { OpSignatures } from "../signatures.ts";
import type { Aval } from "../types.ts";
import type { OpDefinition, OpTable } from "./definition.ts";
import { broadcastShapes, requireDType, rule } from "./rule.ts";

type Unary = OpDefinition<OpSignatures["neg"]>;
type Binary = OpDefinition<OpSignatures["add"]>;

const sameAsInput = ([x]: readonly [Aval]): Aval => {
  requireDType("float32", x);
  return { dtype: x.dtype, shape: x.shape };
};

/** An op that ONNX has under `type`. */
const unary = (type: string, gradient: Unary["gradient"]): Unary => ({
  infer: sameAsInput,
  gradient,
  lower: ({ emit, names }) => emit.node(type, names),
});

const binary = (type: string, gradient: Binary["gradient"]): Binary => ({
  infer([a, b]) {
    requireDType("float32", a, b);
    return { dtype: "float32", shape: broadcastShapes(a.shape, b.shape) };
  },
  gradient,
  lower: ({ emit, names }) => emit.node(type, names),
});

/** max or min: the winner gets the gradient, equals get half each. */
const extremum = (type: string, wins: "greater" | "less"): Binary =>
  binary(type, ({ g, ct, inputs: [a, b] }) => {
    const half = g.where(g.equal(a, b), 0.5, 0);
    return [g.mul(ct, g.where(g[wins](a, b), 1, half)), g.mul(ct, g.where(g[wins](b, a), 1, half))];
  });

export const elementwise = {
  neg: unary("Neg", ({ g, ct }) => [g.neg(ct)]),
  exp: unary("Exp", ({ g, ct, out }) => [g.mul(ct, out)]),
  log: unary("Log", ({ g, ct, inputs: [x] }) => [g.div(ct, x)]),
  sqrt: unary("Sqrt", ({ g, ct, out }) => [g.div(ct, g.mul(out, 2))]),
  abs: unary("Abs", ({ g, ct, inputs: [x] }) => [
    g.mul(ct, g.where(g.greater(x, 0), 1, g.where(g.less(x, 0), -1, 0))),
  ]),
  // d tanh(x) = 1 - tanh²(x)
  tanh: unary("Tanh", ({ g, ct, out }) => [g.mul(ct, g.sub(1, g.mul(out, out)))]),
  // d s(x) = s(x) (1 - s(x))
  sigmoid: unary("Sigmoid", ({ g, ct, out }) => [g.mul(ct, g.mul(out, g.sub(1, out)))]),
  softplus: {
    infer: sameAsInput,
    gradient: ({ g, ct, inputs: [x] }) => [g.mul(ct, g.sigmoid(x))],
    // max(x, 0) + log(1 + exp(-|x|)): ONNX's own Softplus is not on every provider
    lower: ({ emit, names: [x] }) => {
      const decay = emit.node("Exp", [emit.node("Neg", [emit.node("Abs", [x])])]);
      const rest = emit.node("Log", [emit.node("Add", [decay, emit.float(1)])]);
      return emit.node("Add", [emit.node("Relu", [x]), rest]);
    },
  },
  // by the result's sign, so that the operand need not be kept
  relu: unary("Relu", ({ g, ct, out }) => [g.mul(ct, g.where(g.greater(out, 0), 1, 0))]),
  leakyRelu: {
    infer([x], { slope }) {
      rule(Number.isFinite(slope), "slope must be a finite number");
      return sameAsInput([x]);
    },
    gradient: ({ g, ct, inputs: [x], out, attributes: { slope } }) => [
      // with slopes that are not negative the result has the operand's sign
      g.mul(ct, g.where(g.greater(slope >= 0 ? out : x, 0), 1, slope)),
    ],
    lower: ({ emit, names, attributes }) =>
      emit.node("LeakyRelu", names, { alpha: { float: attributes.slope } }),
  },
  stopGradient: {
    infer: ([x]) => ({ dtype: x.dtype, shape: x.shape }),
    gradient: null,
    lower: ({ names: [x] }) => x,
  },
  add: binary("Add", ({ ct }) => [ct, ct]),
  sub: binary("Sub", ({ g, ct }) => [ct, g.neg(ct)]),
  mul: binary("Mul", ({ g, ct, inputs: [a, b] }) =>
    a === b ? [g.mul(g.mul(ct, 2), a), null] : [g.mul(ct, b), g.mul(ct, a)],
  ),
  // d(a/b) = da/b - (a/b) db/b
  div: binary("Div", ({ g, ct, inputs: [, b], out }) => {
    const share = g.div(ct, b);
    return [share, g.neg(g.mul(share, out))];
  }),
  maximum: extremum("Max", "greater"),
  minimum: extremum("Min", "less"),
} as const satisfies Partial<OpTable>;
