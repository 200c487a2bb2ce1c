/** The largest singular value of a linear operator by power iteration. */
import { type Builder, dot, normalize, type Value } from "../../graph/index.ts";
import type { LinearOperator } from "./linear-operator.ts";

/** Unit vectors that approach the first left and right singular vectors. */
export interface SingularVectors {
  /** Of the operator's `left` shape. */
  readonly u: Value;
  /** Of the operator's `right` shape. */
  readonly v: Value;
}

/** Which of the two vectors a round starts from and ends with. */
export type StartVector = "left" | "right";

/**
 * `iterations` rounds of power iteration on an operator A: from the left vector
 *
 *   v ← Aᵀu / ‖Aᵀu‖₂,   u ← Av / ‖Av‖₂
 *
 * and from the right one the same two in the other order.
 *
 * @param start float32, of the shape of the vector that a round starts from, of any length but 0.
 * @param options `iterations` ≥ 1; `epsilon`, added to the norms; `vector`, the one that a round starts from.
 * @see Miyato et al. 2018, Algorithm 1 and eq. 18–19.
 */
export function powerIteration(
  g: Builder,
  operator: LinearOperator,
  start: Value,
  options: {
    readonly iterations: number;
    readonly epsilon: number;
    readonly vector: StartVector;
  },
): SingularVectors {
  const { iterations, epsilon, vector } = options;
  const leftOf = (v: Value) => normalize(g, operator.apply(v), epsilon);
  const rightOf = (u: Value) => normalize(g, operator.adjoint(u), epsilon);
  const round = (from: Value): SingularVectors => {
    if (vector === "left") {
      const v = rightOf(from);
      return { u: leftOf(v), v };
    }
    const u = leftOf(from);
    return { u, v: rightOf(u) };
  };
  let vectors = round(start);
  for (let i = 1; i < iterations; i++) vectors = round(vector === "left" ? vectors.u : vectors.v);
  return vectors;
}

/**
 * σ = ⟨u, Av⟩, a scalar; computed as ⟨Aᵀu, v⟩ where a round ends with the right vector, so that the
 * product is the round's own.
 *
 * @see Miyato et al. 2018, eq. 20.
 */
export function singularValue(
  g: Builder,
  operator: LinearOperator,
  { u, v }: SingularVectors,
  vector: StartVector,
): Value {
  return vector === "left" ? dot(g, u, operator.apply(v)) : dot(g, operator.adjoint(u), v);
}
