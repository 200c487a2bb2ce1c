/** Reverse-mode differentiation of a graph, into the same graph. */
import { EvenkeelError, internal } from "../errors.ts";
import { sumTo } from "./functions/basic.ts";
import type { OpDefinition } from "./ops/definition.ts";
import { ops } from "./ops/table.ts";
import type { OpName, Signature } from "./signatures.ts";
import type { Builder, Value } from "./types.ts";
import { formatAval, sameShape, topologicalOrder } from "./value.ts";

/**
 * The gradients of the scalar `of` with respect to `wrt`.
 *
 * The results are ordinary values of the same ops, so they can be differentiated again. A value that
 * `of` does not depend on, or only through ops without a gradient, gets zeros.
 *
 * @param of   float32 scalar.
 * @param wrt  float32 values of any shape.
 * @returns one float32 value for each of `wrt`, of its shape.
 * @throws EvenkeelError `GRAPH` when `of` is not a float32 scalar or one of `wrt` is not float32.
 */
export function gradient(g: Builder, of: Value, wrt: readonly Value[]): Value[] {
  if (of.dtype !== "float32" || of.shape.length !== 0) {
    throw new EvenkeelError(
      "GRAPH",
      `gradient: must be of a float32 scalar, got ${formatAval(of)}`,
    );
  }
  const fixed = wrt.find((value) => value.dtype !== "float32");
  if (fixed !== undefined) {
    throw new EvenkeelError(
      "GRAPH",
      `gradient: must be with respect to float32 values, got ${formatAval(fixed)}`,
    );
  }
  const order = topologicalOrder([of]);
  const dependent = new Set(wrt);
  for (const value of order) {
    if (value.source.kind !== "op" || ops[value.source.op].gradient === null) continue;
    if (value.source.inputs.some((x) => dependent.has(x))) dependent.add(value);
  }

  const cotangents = new Map<Value, Value>([[of, g.scalar(1)]]);
  for (const value of order.reverse()) {
    const ct = cotangents.get(value);
    if (ct === undefined || value.source.kind !== "op" || !dependent.has(value)) continue;
    const { inputs } = value.source;
    g.scope(value.scope === "" ? "gradient" : `${value.scope}/gradient`, () => {
      for (const [i, part] of applyRule(g, value, ct).entries()) {
        const input = inputs[i] as Value;
        if (part === null || !dependent.has(input)) continue;
        const reduced = sumTo(g, part, input.shape);
        if (reduced.dtype !== "float32" || !sameShape(reduced.shape, input.shape)) {
          throw internal(
            `the gradient rule gave ${formatAval(reduced)} for an input ${formatAval(input)}`,
          );
        }
        const sofar = cotangents.get(input);
        cotangents.set(input, sofar === undefined ? reduced : g.add(sofar, reduced));
      }
    });
  }
  return wrt.map((value) => cotangents.get(value) ?? g.fill(0, value.shape));
}

function applyRule(g: Builder, out: Value, ct: Value): readonly (Value | null)[] {
  if (out.source.kind !== "op") return [];
  const { op, inputs, attributes } = out.source;
  const rule = (ops[op as OpName] as OpDefinition<Signature>).gradient;
  const parts = rule?.({ g, ct, inputs, out, attributes }) ?? inputs.map(() => null);
  if (parts.length !== inputs.length) {
    throw internal(
      `${op}: the gradient rule gave ${parts.length} parts for ${inputs.length} inputs`,
    );
  }
  return parts;
}
