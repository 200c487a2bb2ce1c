/** The largest singular value of a matrix as a decomposition has it, without an op for decompositions. */
import { type Builder, dot, type Value } from "../../graph/index.ts";

/**
 * How often the Gram matrix is squared: its power 2²⁴. The largest singular value is then too small by at
 * most W((n − 1)/e)/2²⁵, relative (W: Lambert's function; n: the matrix's shorter side), however close the
 * others are: 8e-9 for n = 2, 1.2e-7 for n = 512, of the order of float32's rounding. It is exact to
 * rounding in float64 as well where the second is at least 2e-6 below the first, relative.
 */
const SQUARINGS = 24;

/**
 * σ(W), a scalar, of a matrix float32 `[rows, columns]` with an element other than 0; NaN otherwise.
 *
 * With the Gram matrix G on the shorter side (WWᵀ or WᵀW), P ← P²/tr P² from P = G/tr G approaches the
 * projector onto the first singular space over its dimension, and
 *
 *   σ = √⟨P, G⟩,   ∂σ/∂W = PW/σ   (WᵀW: WP/σ)
 *
 * with P constant for the gradient: u vᵀ when the first singular value is simple, and the mean of u vᵀ over
 * the space when there are several, which is a subgradient. Costs 2·{@link SQUARINGS}·n³ operations and,
 * for the Gram matrix, 2·n·rows·columns: for small layers.
 */
export function largestSingularValue(g: Builder, matrix: Value): Value {
  const [rows = 1, columns = 1] = matrix.shape;
  const wide = rows <= columns;
  // of size 1, so that squares neither vanish nor overflow
  const unit = g.stopGradient(g.max(g.abs(matrix), { axes: [0, 1] }));
  const scaled = g.div(matrix, unit);
  const gram = g.matmul(scaled, scaled, { transposeA: !wide, transposeB: wide });
  // PPᵀ, not PP: in float32 P is not quite symmetric, and powers of it would turn within the space. The
  // trace of PPᵀ is ⟨P, P⟩
  const squared = (p: Value) => {
    const powers = g.matmul(p, p, { transposeA: false, transposeB: true });
    return g.div(powers, dot(g, p, p));
  };
  let projector = g.stopGradient(g.div(gram, dot(g, scaled, scaled)));
  for (let i = 0; i < SQUARINGS; i++) projector = squared(projector);
  return g.mul(unit, g.sqrt(dot(g, projector, gram)));
}
