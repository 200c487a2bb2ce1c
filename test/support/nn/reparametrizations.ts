/** Reparametrizations on the float64 reference. */
import {
  createBuilder,
  dot,
  evaluate,
  gradient,
  sizeOf,
  type Value,
} from "../../../src/graph/index.ts";
import type { ParameterSpec } from "../../../src/nn/index.ts";
import type { Reparametrization } from "../../../src/stabilizers/index.ts";
import type { SpectralNormOptions } from "../../../src/stabilizers/reparametrizations/spectral-division.ts";
import type { Numbers } from "./networks.ts";

/** A weight of this shape `[out, in, ...]`; a kernel is of a convolution with padding 1 of a small image. */
export function weightSpec(...shape: readonly number[]): ParameterSpec {
  const [out = 1, fanIn = 1, ...kernel] = shape;
  const size = sizeOf(kernel);
  const fans = { fanIn: fanIn * size, fanOut: out * size };
  const dense: ParameterSpec = { name: "layer/weight", shape, role: "weight", ...fans };
  const [height, width] = kernel;
  if (height === undefined || width === undefined) return dense;
  const inputSize = [height + 1, width + 2] as const;
  return { ...dense, convolution: { inputSize, stride: 1, padding: 1, transposed: false } };
}

/** What a reparametrization makes of a weight. */
export interface Reparametrized {
  readonly weight: Float64Array;
  readonly measures: Readonly<Record<string, number>>;
  readonly moved: Readonly<Record<string, Float64Array>>;
  /** The states after an update whose result is this weight. */
  readonly advanced: Readonly<Record<string, Float64Array>>;
  /** Of ⟨effective weight, upstream⟩, to the raw weight. */
  readonly gradient: Float64Array;
  /** Of the measures, to the raw weight. */
  readonly measureGradients: Readonly<Record<string, Float64Array>>;
}

/**
 * Applies the method to a raw weight.
 *
 * @param upstream of the weight's shape; default all ones.
 */
export function reparametrize(
  method: Reparametrization,
  spec: ParameterSpec,
  weight: ArrayLike<number>,
  states: Numbers,
  upstream: ArrayLike<number> = new Float64Array(sizeOf(spec.shape)).fill(1),
): Reparametrized {
  const g = createBuilder();
  const input = (name: string, shape: readonly number[]) =>
    g.input(name, { dtype: "float32", shape });
  const raw = input("weight", spec.shape);
  const given = input("upstream", spec.shape);
  const held = Object.fromEntries(
    method.states(spec).map(({ name, shape }) => [name, input(name, shape)]),
  );
  const applied = method.apply(g, raw, held, spec);
  const slope = (of: Value) => gradient(g, of, [raw])[0]!;
  const parts = {
    moved: applied.moved,
    measures: applied.measures,
    advanced: method.advance(g, raw, held, spec),
    slopes: Object.fromEntries(
      Object.entries(applied.measures).map(([name, value]) => [name, slope(value)]),
    ),
  };
  const outputs: Record<string, Value> = {
    weight: applied.weight,
    gradient: slope(dot(g, applied.weight, given)),
  };
  for (const [part, values] of Object.entries(parts)) {
    for (const [name, value] of Object.entries(values)) outputs[`${part}/${name}`] = value;
  }
  const results = evaluate(
    { inputs: { weight: raw, upstream: given, ...held }, outputs },
    { weight, upstream, ...states },
  );
  const under = (part: keyof typeof parts) =>
    Object.fromEntries(
      Object.keys(parts[part]).map((name) => [name, results[`${part}/${name}`]!.data]),
    );
  return {
    weight: results.weight!.data,
    measures: Object.fromEntries(
      Object.entries(under("measures")).map(([name, [value]]) => [name, value!]),
    ),
    moved: under("moved"),
    advanced: under("advanced"),
    gradient: results.gradient!.data,
    measureGradients: under("slopes"),
  };
}

/** The states after `count` updates that leave the weight as it is. */
export function advanceStates(
  method: Reparametrization,
  spec: ParameterSpec,
  weight: ArrayLike<number>,
  states: Numbers,
  count: number,
): Numbers {
  const g = createBuilder();
  const input = (name: string, shape: readonly number[]) =>
    g.input(name, { dtype: "float32", shape });
  const raw = input("weight", spec.shape);
  const held = Object.fromEntries(
    method.states(spec).map(({ name, shape }) => [name, input(name, shape)]),
  );
  const outputs = method.advance(g, raw, held, spec);
  let now = states;
  for (let i = 0; i < count; i++) {
    const results = evaluate({ inputs: { weight: raw, ...held }, outputs }, { weight, ...now });
    now = Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data]));
  }
  return now;
}

/** Options of power iteration: each away from its default, and together. */
export const powerIterations: readonly SpectralNormOptions[] = [
  {},
  { iterations: 3 },
  { epsilon: 0.5 },
  { vectors: "differentiated" },
  { advance: "forward" },
  { vector: "right" },
  { vector: "right", iterations: 2 },
  { vector: "right", vectors: "differentiated", iterations: 2 },
  { vector: "right", vectors: "differentiated", advance: "forward" },
];
