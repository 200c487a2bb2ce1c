/** Averaged gradient episodic memory (`a-gem`). */
import type { Builder, Value } from "../../../graph/index.ts";
import type { ContinualMethod } from "../method.ts";

/** Added to ‖r‖², so that gradients of 0 stay as they are. */
const EPSILON = 1e-30;

/**
 * g − min(⟨g, r⟩, 0)/‖r‖² · r, where g is the gradient of the batch and r that of remembered examples of earlier
 * tasks, over all parameters: the nearest gradient that does not raise their mean loss.
 *
 * @see Chaudhry et al. 2019, "Efficient lifelong learning with A-GEM".
 */
export const agem: ContinualMethod = {
  summary: "averaged gradient episodic memory (Chaudhry et al. 2019)",
  options: { memory: 10, memoryBatch: 128 },
  joint: false,
  project(g, gradients, remembered) {
    const along = dotOf(g, gradients, remembered);
    const squared = g.add(dotOf(g, remembered, remembered), EPSILON);
    const share = g.div(g.minimum(along, 0), squared);
    return gradients.map((one, i) => g.sub(one, g.mul(remembered[i] as Value, share)));
  },
};

/** ⟨a, b⟩ over all tensors of both. */
function dotOf(g: Builder, a: readonly Value[], b: readonly Value[]): Value {
  const parts = a.map((one, i) => {
    const product = g.mul(one, b[i] as Value);
    return g.sum(product, { axes: one.shape.map((_, axis) => axis) });
  });
  return parts.reduce((sum, part) => g.add(sum, part));
}
