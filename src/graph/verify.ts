/** Checks that a graph is legal; run after every pass. */
import { EvenkeelError } from "../errors.ts";
import { inferOp } from "./builder.ts";
import { ops } from "./ops/table.ts";
import type { Graph, Value } from "./types.ts";
import { formatAval, sameShape, sizeOf, topologicalOrder } from "./value.ts";

/**
 * Re-derives every node of the graph from its inputs.
 *
 * @throws EvenkeelError `GRAPH` naming the first illegal node, in order of construction: an unknown op,
 *   inputs its shape rule refuses, a recorded dtype or shape that is not the derived one, an input
 *   built after its user, a constant of the wrong size, an input that the graph does not declare
 *   or declares under another name.
 */
export function verify(graph: Graph): void {
  for (const [name, value] of Object.entries(graph.inputs)) {
    if (value.source.kind === "input" && value.source.name === name) continue;
    throw new EvenkeelError(
      "GRAPH",
      `verify: the graph's input ${name} must be the input of that name, got node ${describe(value)}`,
      { details: { id: value.id, scope: value.scope } },
    );
  }
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    const problem = problemOf(value, graph);
    if (problem !== undefined) {
      throw new EvenkeelError("GRAPH", `verify: node ${describe(value)}: ${problem}`, {
        details: { id: value.id, scope: value.scope },
      });
    }
  }
}

function problemOf(value: Value, graph: Graph): string | undefined {
  const { source } = value;
  switch (source.kind) {
    case "input":
      return graph.inputs[source.name] === value
        ? undefined
        : `the input ${source.name} must be declared by the graph`;
    case "constant":
      return source.data.length === sizeOf(value.shape)
        ? undefined
        : `a constant must fill its shape, got ${source.data.length} numbers`;
    case "op": {
      if (!Object.hasOwn(ops, source.op)) return "the op must be one of the table";
      const late = source.inputs.find((x) => x.id >= value.id);
      if (late !== undefined) return `inputs must be built before their user, got node ${late.id}`;
      try {
        const aval = inferOp(source.op, source.inputs, source.attributes as never);
        return aval.dtype === value.dtype && sameShape(aval.shape, value.shape)
          ? undefined
          : `the shape rule gives ${formatAval(aval)}`;
      } catch (error) {
        if (error instanceof EvenkeelError) return error.message;
        throw error;
      }
    }
  }
}

function describe(value: Value): string {
  const { source } = value;
  const what =
    source.kind === "op"
      ? source.op
      : source.kind === "input"
        ? `input ${source.name}`
        : "constant";
  const where = value.scope === "" ? "" : ` in ${value.scope}`;
  return `${value.id} (${what} ${formatAval(value)}${where})`;
}
