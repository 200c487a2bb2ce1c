/** The definition of an op. */
import type { Emitter } from "../onnx/emitter.ts";
import type { OpName, OpSignatures, PerInput, Signature } from "../signatures.ts";
import type { Aval, Builder, Value } from "../types.ts";

/** One op: its shape rule, its gradient and its ONNX nodes. */
export interface OpDefinition<S extends Signature> {
  /**
   * The result's dtype and shape. Breaks off with `rule(...)` when the inputs are not legal; the
   * caller adds where, which op and what it got.
   */
  infer(inputs: PerInput<S, Aval>, attributes: S["attributes"]): Aval;
  /**
   * Cotangents of the inputs from `ct`, the cotangent of `out`: the shape may be the broadcast one.
   * `null` in a place, or `null` for the whole rule, means that no gradient flows there, by definition.
   */
  gradient:
    | ((context: {
        readonly g: Builder;
        readonly ct: Value;
        readonly inputs: PerInput<S, Value>;
        readonly out: Value;
        readonly attributes: S["attributes"];
      }) => readonly (Value | null)[])
    | null;
  /** Emits ONNX nodes and returns the name of the one that holds the result. */
  lower(context: {
    readonly emit: Emitter;
    readonly names: PerInput<S, string>;
    readonly inputs: PerInput<S, Aval>;
    readonly out: Aval;
    readonly attributes: S["attributes"];
  }): string;
}

/** Complete by construction: a missing op, gradient or lowering is a compile error. */
export type OpTable = { readonly [K in OpName]: OpDefinition<OpSignatures[K]> };
