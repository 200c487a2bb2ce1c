/** What layers that depend on the class ask for. */
import { EvenkeelError } from "../errors.ts";
import type { Condition, LayerContext } from "./network.ts";

/**
 * The classes of the examples, for a layer that cannot do without.
 *
 * @param layer what asks, such as `embedding embed`.
 * @throws EvenkeelError `CONFIG` if nobody told the network what its examples are.
 */
export function requireCondition(context: LayerContext, layer: string): Condition {
  const { condition } = context;
  if (condition !== undefined) return condition;
  throw new EvenkeelError(
    "CONFIG",
    `${layer}: must be told the classes of the examples, got no condition`,
    {
      advice:
        "Make the network conditional (data with labels; `classes` of describeNetwork, `condition` of applyNetwork), or take a layer that needs no classes.",
    },
  );
}
