/** Memory aware synapses (`mas`). */
import type { ContinualMethod } from "../method.ts";

/**
 * Ω is the mean of |∂‖y‖²/∂θ| over the examples of a task, y the logits of an example for the task's classes. Labels
 * play no part.
 *
 * @see Aljundi et al. 2018, "Memory aware synapses".
 */
export const mas: ContinualMethod = {
  summary: "memory aware synapses (Aljundi et al. 2018)",
  options: { strength: 1e-4, keep: 0.95 },
  joint: false,
  importance: {
    of: (g, { logits }) => g.sum(g.mul(logits, logits), { axes: [0, 1] }),
    take: (g, derivative) => g.abs(derivative),
    scaled: false,
  },
};
