import type { OpName } from "./signatures.ts";

/** Ops that work element by element, with broadcasting where they take several operands. */
export const ELEMENTWISE: ReadonlySet<OpName> = new Set([
  "neg",
  "exp",
  "log",
  "sqrt",
  "abs",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "leakyRelu",
  "add",
  "sub",
  "mul",
  "div",
  "maximum",
  "minimum",
  "greater",
  "less",
  "equal",
  "where",
] satisfies OpName[]);
