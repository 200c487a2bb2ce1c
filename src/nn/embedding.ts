/** Vectors for classes. */
import type { Value } from "../graph/index.ts";
import { classRows, requireCondition } from "./condition.ts";
import { denseWeight, type WeightNotes } from "./layers.ts";
import type { LayerContext } from "./network.ts";

/**
 * A trainable vector for the class of each example, `[N, features]`: for the label y the column y of
 * `weight [features, classes]`, that is a dense layer without bias of the one-hot label. Fan-in (the
 * classes), fan-out (the features), reparametrizations and penalties are those of that dense layer.
 *
 * Labels are those of `context.condition`: int32 `[N]` of 0 … classes − 1.
 *
 * @throws EvenkeelError `CONFIG` if the network has no classes of its examples.
 */
export function embedding(
  context: LayerContext,
  name: string,
  options: { readonly features: number } & WeightNotes,
): Value {
  const { labels, classes } = requireCondition(context, `embedding ${name}`);
  const { g } = context;
  const { features, ...notes } = options;
  return context.scope(name, () => {
    const weight = denseWeight(context, classes, features, notes);
    return classRows(g, g.transpose(weight, { permutation: [1, 0] }), labels);
  });
}
