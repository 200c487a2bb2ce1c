/**
 * Every primitive of the graph: how many values it takes, and its attributes.
 *
 * Adding a line to {@link OpSignatures} makes the build fail until the op has a shape rule, a gradient
 * rule and an ONNX lowering (`ops/`) and a float64 definition (`reference/`). The set is closed: each
 * gradient is written in these same ops, so derivatives of any order need nothing extra.
 */
import type { DType } from "./dtypes.ts";

/** How many values an op takes, and its attributes. */
export interface Signature {
  readonly arity: 1 | 2 | 3 | "many";
  readonly attributes: object;
}
type Op<Arity extends Signature["arity"], A extends object = NoAttributes> = {
  readonly arity: Arity;
  readonly attributes: A;
};
export type NoAttributes = Record<never, never>;

/** Geometry of a convolution. Kernel sizes come from the weight. */
export interface ConvGeometry {
  /** Steps `[vertical, horizontal]`, each ≥ 1. */
  readonly stride: readonly [number, number];
  /** Zeros added `[top, left, bottom, right]`, each ≥ 0. */
  readonly padding: readonly [number, number, number, number];
}

/** Windows of a pooling. */
export interface PoolGeometry extends ConvGeometry {
  /** Height and width of the window, each larger than the padding on either side. */
  readonly size: readonly [number, number];
}

export interface OpSignatures {
  // elementwise, float32
  neg: Op<1>;
  exp: Op<1>;
  log: Op<1>;
  sqrt: Op<1>;
  abs: Op<1>;
  tanh: Op<1>;
  sigmoid: Op<1>;
  /** log(1 + eˣ), without overflow. */
  softplus: Op<1>;
  /** max(x, 0); its derivative at 0 is 0. */
  relu: Op<1>;
  /** x where x > 0, else slope·x; its derivative at 0 is slope. */
  leakyRelu: Op<1, { readonly slope: number }>;
  /** The same value; no gradient flows back through it. */
  stopGradient: Op<1>;
  cast: Op<1, { readonly dtype: DType }>;
  // elementwise with NumPy broadcasting, float32
  add: Op<2>;
  sub: Op<2>;
  mul: Op<2>;
  div: Op<2>;
  /** Where both are equal each gets half of the gradient. */
  maximum: Op<2>;
  /** Where both are equal each gets half of the gradient. */
  minimum: Op<2>;
  // comparisons with broadcasting, to bool
  greater: Op<2>;
  less: Op<2>;
  equal: Op<2>;
  /** `condition ? a : b`, with broadcasting. */
  where: Op<3>;
  // reductions; the axes disappear
  sum: Op<1, { readonly axes: readonly number[] }>;
  /** Where several elements are the maximum they share the gradient equally. Engines may skip NaN. */
  max: Op<1, { readonly axes: readonly number[] }>;
  // movement
  reshape: Op<1, { readonly shape: readonly number[] }>;
  /** Axis i of the result is axis `permutation[i]` of the input. */
  transpose: Op<1, { readonly permutation: readonly number[] }>;
  /** NumPy's broadcast_to. */
  expand: Op<1, { readonly shape: readonly number[] }>;
  /** Zeros before, after and between (`interior`, per gap) the elements of each axis. float32 */
  pad: Op<
    1,
    {
      readonly low: readonly number[];
      readonly high: readonly number[];
      readonly interior: readonly number[];
    }
  >;
  /** Elements start, start + stride, … below end, of each axis. */
  slice: Op<
    1,
    {
      readonly starts: readonly number[];
      readonly ends: readonly number[];
      readonly strides: readonly number[];
    }
  >;
  concat: Op<"many", { readonly axis: number }>;
  // pooling of images [N, C, H, W] to [N, C, H', W']
  /** The largest element of each window; padding is none. Equal ones share the gradient equally. Engines may skip NaN. */
  maxPool: Op<1, PoolGeometry>;
  /** The mean of each window, with the zeros of the padding counted or not. */
  averagePool: Op<1, PoolGeometry & { readonly countPadding: boolean }>;
  // indexing
  /** int32 `[...]` to float32 `[..., depth]`; a row of zeros for an index outside 0 … depth − 1. */
  oneHot: Op<1, { readonly depth: number }>;
  /** Rows `indices` (int32 `[n]`, within range) of a table float32 `[rows, ...]`: `[n, ...]`. */
  gather: Op<2>;
  // linear algebra
  /** Product of the last two axes, each side transposed or not; leading axes must be equal. */
  matmul: Op<2, { readonly transposeA: boolean; readonly transposeB: boolean }>;
  /** Cross-correlation: x `[N, C, H, W]`, weight `[O, C, kH, kW]` to `[N, O, H', W']`. */
  conv: Op<2, ConvGeometry>;
  /** Gradient of `conv` to x: dy `[N, O, H', W']`, weight `[O, C, kH, kW]` to `[N, C, ...inputSize]`. */
  convInputGrad: Op<2, ConvGeometry & { readonly inputSize: readonly [number, number] }>;
  /** Gradient of `conv` to its weight: x `[N, C, H, W]`, dy `[N, O, H', W']` to `[O, C, ...kernelSize]`. */
  convWeightGrad: Op<2, ConvGeometry & { readonly kernelSize: readonly [number, number] }>;
}

export type OpName = keyof OpSignatures;
export type AttributesOf<K extends OpName> = OpSignatures[K]["attributes"];

/** One `T` per input of the op. */
export type PerInput<S extends Signature, T> = {
  1: readonly [T];
  2: readonly [T, T];
  3: readonly [T, T, T];
  many: readonly T[];
}[S["arity"]];
