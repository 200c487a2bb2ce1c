/** Class standardization. */
import { mean, square, type Value } from "../../graph/index.ts";
import type { LayerContext } from "../../nn/index.ts";
import type { StandardizationDivisor } from "./model.ts";

const EPSILON = 1e-5;
/** Share of the old running statistics that a training pass keeps. */
const DECAY = 0.9;

/**
 * S(h) = (h − μ)/√(σ² + 10⁻⁵), each feature over the classes: `[C, D]` to `[C, D]`. In training mode μ, σ² are
 * those of the classes (σ² with divisor C), and the running ones move by a tenth, the variance with divisor
 * C − 1; otherwise the running ones are used.
 *
 * Divided by `variance`, as the authors' notebook does, it is (h − μ)/(σ² + 10⁻⁵), where σ² always has the
 * divisor C − 1.
 *
 * Buffers `mean` (0 at first) and `variance` (1).
 *
 * @see Skorokhodov & Elhoseiny 2021, "Class normalization for (continual)? generalized zero-shot learning", eq. 9.
 */
export function classStandardization(
  context: LayerContext,
  name: string,
  h: Value,
  divisor: StandardizationDivisor,
): Value {
  const { g, training } = context;
  const [count = 1, size = 0] = h.shape;
  const byVariance = divisor === "variance";
  return context.scope(name, () => {
    const runningMean = context.buffer({ name: "mean", shape: [size], initial: 0 });
    const runningVariance = context.buffer({ name: "variance", shape: [size], initial: 1 });
    const divide = (centered: Value, variance: Value) => {
      const safe = g.add(variance, EPSILON);
      return g.div(centered, byVariance ? safe : g.sqrt(safe));
    };
    if (!training) return divide(g.sub(h, runningMean), runningVariance);
    const center = mean(g, h, [0]);
    const centered = g.sub(h, center);
    const biased = mean(g, square(g, centered), [0]);
    const unbiased = g.mul(biased, count / (count - 1));
    context.update("mean", g.stopGradient(center), DECAY);
    context.update("variance", g.stopGradient(unbiased), DECAY);
    return divide(centered, byVariance ? unbiased : biased);
  });
}
