import type { OpDefinition } from "../ops/definition.ts";
import { ops } from "../ops/table.ts";
import type { OpName, Signature } from "../signatures.ts";
import type { Aval } from "../types.ts";
import type { Emitter } from "./emitter.ts";

/** Emits an op's standard nodes for operands of these names and shapes; returns the result's name. */
export function lowerOp(
  emit: Emitter,
  op: OpName,
  names: readonly string[],
  inputs: readonly Aval[],
  out: Aval,
  attributes: object,
): string {
  return (ops[op] as OpDefinition<Signature>).lower({ emit, names, inputs, out, attributes });
}
