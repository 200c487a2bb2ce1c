/** The largest singular value of a matrix by power iteration. */
import { type Builder, dot, normalize, product, type Value } from "../graph/index.ts";

/** Unit vectors that approach the first left and right singular vectors. */
export interface SingularVectors {
  /** `[rows, 1]` */
  readonly u: Value;
  /** `[columns, 1]` */
  readonly v: Value;
}

/**
 * `iterations` rounds of
 *
 *   v ← Wᵀu / ‖Wᵀu‖₂,   u ← Wv / ‖Wv‖₂
 *
 * @param matrix float32 `[rows, columns]`.
 * @param u float32 `[rows, 1]`, of any length but 0.
 * @param options `iterations` ≥ 1; `epsilon`, added to the norms.
 * @see Miyato et al. 2018, Algorithm 1 and eq. 18–19.
 */
export function powerIteration(
  g: Builder,
  matrix: Value,
  u: Value,
  options: { readonly iterations: number; readonly epsilon: number },
): SingularVectors {
  const { iterations, epsilon } = options;
  const round = (left: Value): SingularVectors => {
    const back = g.matmul(matrix, left, { transposeA: true, transposeB: false });
    const v = normalize(g, back, epsilon);
    return { u: normalize(g, product(g, matrix, v), epsilon), v };
  };
  let vectors = round(u);
  for (let i = 1; i < iterations; i++) vectors = round(vectors.u);
  return vectors;
}

/** σ = uᵀWv, a scalar. @see Miyato et al. 2018, eq. 20. */
export function singularValue(g: Builder, matrix: Value, { u, v }: SingularVectors): Value {
  return dot(g, u, product(g, matrix, v));
}
