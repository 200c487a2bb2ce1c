/** Online elastic weight consolidation (`ewc-online`). */
import type { ContinualMethod } from "../method.ts";

/**
 * Ω is the diagonal of the empirical Fisher information: the mean of (∂ℓ/∂θ)² over the examples of a task, ℓ the
 * cross-entropy of an example among the task's classes; scaled to [0, 1] as the authors of class normalization do.
 *
 * @see Schwarz et al. 2018, "Progress & compress"; Kirkpatrick et al. 2017, for the Fisher information.
 */
export const ewcOnline: ContinualMethod = {
  summary: "online elastic weight consolidation (Schwarz et al. 2018)",
  options: { strength: 10, keep: 0.99 },
  joint: false,
  importance: {
    of: (_, { loss }) => loss,
    take: (g, derivative) => g.mul(derivative, derivative),
    scaled: true,
  },
};
