/** The one data type of the graph: a value is a node together with its dtype and shape. */
import type { OpName } from "./signatures.ts";

/** Element types. `float32` is the only one that carries gradients. */
export type DType = "float32" | "int32" | "uint8" | "bool";

/** Sizes of the axes, outermost first; `[]` is a scalar. Images are NCHW throughout. */
export type Shape = readonly number[];

/** What is known of a value before it is computed: its dtype and shape. */
export interface Aval {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Attributes of an op: plain JSON data, fixed when the graph is built. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Where a value comes from. */
export type Source =
  | { readonly kind: "input"; readonly name: string }
  | {
      readonly kind: "constant";
      /** As given; engines round it to float32, the reference does not. */
      readonly data: Float32Array | Float64Array;
    }
  | {
      readonly kind: "op";
      readonly op: OpName;
      readonly inputs: readonly Value[];
      readonly attributes: Attributes;
    };

/** A node of a graph. Immutable; compare with `===`. */
export interface Value extends Aval {
  /** Increases in the order of construction, so inputs have smaller ids than the ops that use them. */
  readonly id: number;
  readonly source: Source;
  /** The scope it was built in, such as `discriminator/conv1`; names it in errors and profiles. */
  readonly scope: string;
}

/** A graph: named inputs, named outputs, and all values on the way. */
export interface Graph {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly outputs: Readonly<Record<string, Value>>;
}

/** The number of elements of `shape`; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Whether two shapes are equal, axis by axis. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** `float32[2, 3]`, for messages. */
export function formatAval({ dtype, shape }: Aval): string {
  return `${dtype}[${shape.join(", ")}]`;
}

/** The values that `roots` depend on, themselves included, each after all it depends on. */
export function topologicalOrder(roots: Iterable<Value>): Value[] {
  const seen = new Set<Value>();
  const stack = [...roots];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.source.kind === "op") stack.push(...value.source.inputs);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
