/** Definitions of the elementwise ops. */
import type { Aval } from "../types.ts";
import { broadcast, type ReferenceTable, type Tensor64 } from "./tensor.ts";

const unary =
  (f: (x: number) => number) =>
  ([x]: readonly [Tensor64]): Float64Array =>
    x.data.map(f);

/** An elementwise function of two broadcast tensors. */
export const binary =
  (f: (a: number, b: number) => number) =>
  ([a, b]: readonly [Tensor64, Tensor64], _: unknown, out: Aval): Float64Array => {
    const right = broadcast(b, out.shape);
    return broadcast(a, out.shape).map((x, i) => f(x, right[i] as number));
  };

export const elementwise = {
  neg: unary((x) => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  tanh: unary(Math.tanh),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  relu: unary((x) => Math.max(x, 0)),
  leakyRelu: ([x], { slope }) => x.data.map((v) => (v > 0 ? v : slope * v)),
  stopGradient: ([x]) => x.data,
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
} as const satisfies Partial<ReferenceTable>;
