/** What an op's lowering may ask of the ONNX writer. */

/** An ONNX attribute: an int, a float or floats (marked, since JavaScript has one number type), ints or text. */
export type OnnxAttribute =
  | number
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | readonly number[]
  | string;

/** Collects ONNX nodes; names are unique in the model. */
export interface Emitter {
  /**
   * Adds a node with one output and returns that output's name; an input `""` is left out. `domain` is that
   * of an operator that is not one of ONNX's own.
   */
  node(
    type: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    domain?: string,
  ): string;
  /** Nodes that `body` adds are named after this scope, not after that of the value being lowered. */
  within<T>(scope: string, body: () => T): T;
  /** A constant int64 vector, for shapes, axes and the like. */
  int64(values: readonly number[]): string;
  /** A constant float32 scalar. */
  float(value: number): string;
  /** A constant float32 tensor. */
  floats(values: ArrayLike<number>, shape: readonly number[]): string;
  /** A constant int32 vector. */
  int32(values: readonly number[]): string;
}
