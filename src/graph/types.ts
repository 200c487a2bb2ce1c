/** What a graph is made of: values, the graph itself, and the builder that makes them. */
import type { DType } from "./dtypes.ts";
import type { AttributesOf, OpName, OpSignatures, PerInput, Signature } from "./signatures.ts";

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

/** A value, or a number that stands for a float32 scalar. */
export type Operand = Value | number;

type OpMethod<S extends Signature> = S["arity"] extends "many"
  ? (inputs: readonly Operand[], attributes: S["attributes"]) => Value
  : keyof S["attributes"] extends never
    ? (...inputs: PerInput<S, Operand>) => Value
    : (...args: [...PerInput<S, Operand>, attributes: S["attributes"]]) => Value;

/** The ops by name, and what is needed around them. */
export type Builder = { readonly [K in OpName]: OpMethod<OpSignatures[K]> } & {
  /** A value given at run time, under a name unique in the graph. */
  input(name: string, aval: Aval): Value;
  /** A float32 constant of this shape; `data` in row-major order. */
  constant(data: ArrayLike<number>, shape: Shape): Value;
  /** A float32 scalar constant. */
  scalar(value: number): Value;
  /** A float32 value of this shape, `value` everywhere. */
  fill(value: number, shape: Shape): Value;
  /** What `body` builds belongs to `name` (`discriminator/conv1`): errors and profiles say so. */
  scope<T>(name: string, body: () => T): T;
  /** Builds op `name` from its parts; the typed methods call this. */
  apply<K extends OpName>(name: K, inputs: readonly Operand[], attributes: AttributesOf<K>): Value;
};
