/** The losses of an auxiliary classifier. */

import { internal } from "../errors.ts";
import { type Builder, logSumExp, mean, type Value } from "../graph/index.ts";
import type { Assessed, Images } from "./pass.ts";

/**
 * The mean of −log softmax(logits) at the classes of the images.
 *
 * @see Odena, Olah and Shlens 2017, "Conditional Image Synthesis with Auxiliary Classifier GANs", eq. 3.
 */
export function classLoss(
  g: Builder,
  { logits }: Assessed,
  { condition }: Pick<Images, "condition">,
): Value {
  if (logits === undefined || condition === undefined) {
    throw internal("an auxiliary classifier needs logits and classes");
  }
  const rows = g.oneHot(condition.labels, { depth: condition.classes });
  const own = g.sum(g.mul(logits, rows), { axes: [1] });
  return mean(g, g.sub(logSumExp(g, logits), own));
}
