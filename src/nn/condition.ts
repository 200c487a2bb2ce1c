/** The classes of the examples, for layers that depend on them. */
import { EvenkeelError } from "../errors.ts";
import { type Builder, product, type Value } from "../graph/index.ts";
import type { Condition, LayerContext } from "./network.ts";

/**
 * The classes of the examples, for a layer that needs them.
 *
 * @param layer what asks, such as `embedding embed`.
 * @throws EvenkeelError `CONFIG` if the network has no classes of its examples.
 */
export function requireCondition(context: LayerContext, layer: string): Condition {
  const { condition } = context;
  if (condition !== undefined) return condition;
  throw new EvenkeelError(
    "CONFIG",
    `${layer}: must get the classes of the examples, got no condition`,
    {
      advice:
        "Make the network conditional (data with labels; `classes` of describeNetwork, `condition` of applyNetwork), or take a layer that needs no classes.",
    },
  );
}

/**
 * The row of a table `[classes, D]` for each example, `[N, D]`: that of its class or, of a mixture, the sum of
 * all rows by their shares, which is linear interpolation between classes.
 */
export function classRows(g: Builder, table: Value, labels: Value): Value {
  return labels.dtype === "int32" ? g.gather(table, labels) : product(g, labels, table);
}
