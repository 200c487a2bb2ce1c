/** Ways to find a spectral norm of a weight, and what each keeps between steps. */
import type { Builder, Shape, Value } from "../../graph/index.ts";
import type { ParameterSpec } from "../../nn/index.ts";
import type { MethodState } from "../types.ts";
import { largestSingularValue } from "./largest-singular-value.ts";
import {
  asMatrix,
  type LinearOperator,
  matrixOperator,
  matrixShape,
  weightAxis,
} from "./linear-operator.ts";
import { powerIteration, type StartVector, singularValue } from "./power-iteration.ts";

/** How one spectral norm of one weight is found. */
export interface SpectralEstimate {
  /** The name of its σ among the measures, when a method has several. */
  readonly measure: string;
  readonly states: readonly MethodState[];
  /** σ, a scalar, and the states one step on. */
  estimate(
    g: Builder,
    weight: Value,
    states: Readonly<Record<string, Value>>,
  ): { readonly sigma: Value; readonly next: Readonly<Record<string, Value>> };
}

/** An operator that a weight stands for. */
export interface WeightOperator {
  readonly measure: string;
  /** What its states' names end with, after `u` or `v`. */
  readonly suffix: string;
  /** The shapes in which singular vectors are kept; the operator may take them in others of the same size. */
  readonly left: Shape;
  readonly right: Shape;
  of(g: Builder, weight: Value): LinearOperator;
}

/** A way to lay a weight out as a matrix. */
export interface Direction {
  readonly measure: string;
  readonly suffix: string;
  readonly rows: "outputs" | "inputs";
}

/** The matrix `[out, in·kH·kW]`. */
export const outputDirection: Direction = { measure: "sigmaOut", suffix: "", rows: "outputs" };

/** The matrix `[in, out·kH·kW]`: the channel axes are swapped before the weight is laid out. */
export const inputDirection: Direction = { measure: "sigmaIn", suffix: "In", rows: "inputs" };

/** The product with the weight as a matrix; its vectors are kept with one axis. */
export function directionOperator(spec: ParameterSpec, direction: Direction): WeightOperator {
  const axis = weightAxis(spec, direction.rows);
  const [rows, columns] = matrixShape(spec.shape, axis);
  return {
    measure: direction.measure,
    suffix: direction.suffix,
    left: [rows],
    right: [columns],
    of: (g, weight) => matrixOperator(g, asMatrix(g, weight, axis)),
  };
}

/** Options of {@link byPowerIteration}. */
export interface PowerOptions {
  readonly iterations: number;
  readonly epsilon: number;
  /** Whether the gradient of σ takes u and v as constants. */
  readonly vectors: "constant" | "differentiated";
  /** Which vector is kept: `u`, the left one, or `v`. */
  readonly vector: StartVector;
}

/** σ by power iteration from a persistent vector, which starts at draws of N(0, 1). */
export function byPowerIteration(
  operator: WeightOperator,
  options: PowerOptions,
): SpectralEstimate {
  const { vectors: gradient, vector } = options;
  const { left, right, suffix, measure } = operator;
  const [letter, shape] = vector === "left" ? (["u", left] as const) : (["v", right] as const);
  const name = `${letter}${suffix}`;
  return {
    measure,
    states: [{ name, shape, initial: "normal" }],
    estimate(g, weight, states) {
      const map = operator.of(g, weight);
      const start = g.reshape(states[name]!, { shape: map[vector] });
      const vectors = powerIteration(g, map, start, options);
      const used =
        gradient === "differentiated"
          ? vectors
          : { u: g.stopGradient(vectors.u), v: g.stopGradient(vectors.v) };
      const next = g.stopGradient(g.reshape(vectors[letter], { shape }));
      return { sigma: singularValue(g, map, used, vector), next: { [name]: next } };
    },
  };
}

/** σ of the weight as a matrix, as a decomposition has it; keeps nothing. */
export function exactly(spec: ParameterSpec, { measure, rows }: Direction): SpectralEstimate {
  const axis = weightAxis(spec, rows);
  return {
    measure,
    states: [],
    estimate: (g, weight) => ({
      sigma: largestSingularValue(g, asMatrix(g, weight, axis)),
      next: {},
    }),
  };
}
