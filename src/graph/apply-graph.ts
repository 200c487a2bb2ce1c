/** Builds the values of a graph once more, from other inputs. */
import type { Builder, Graph, Value } from "./types.ts";
import { topologicalOrder } from "./value.ts";

/**
 * The outputs of `graph` with `inputs` in the place of its inputs, built with `g`.
 *
 * @param inputs by the names of the graph's inputs, each of the same dtype and shape.
 */
export function applyGraph(
  g: Builder,
  graph: Graph,
  inputs: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const done = new Map<Value, Value>();
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    done.set(
      value,
      g.scope(value.scope, () => again(value)),
    );
  }
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, value]) => [name, done.get(value) as Value]),
  );

  function again({ shape, source }: Value): Value {
    if (source.kind === "input") return inputs[source.name] as Value;
    if (source.kind === "constant") return g.constant(source.data, shape);
    const operands = source.inputs.map((x) => done.get(x) as Value);
    return g.apply(source.op, operands, source.attributes as never);
  }
}
