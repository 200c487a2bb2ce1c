/** A graph as text. */
import type { Graph, Value } from "./types.ts";
import { formatAval, topologicalOrder } from "./value.ts";

/**
 * One line a node, in order of computation, numbered from 0:
 * `%4 = matmul %2 %3 {transposeA: false} : float32[8, 4]  # discriminator/dense`.
 */
export function printGraph(graph: Graph): string {
  const order = topologicalOrder(Object.values(graph.outputs));
  const number = new Map(order.map((value, i) => [value, i]));
  const ref = (value: Value) => `%${number.get(value)}`;
  const lines = order.map((value) => {
    const comment = value.scope === "" ? "" : `  # ${value.scope}`;
    return `${ref(value)} = ${formatSource(value, ref)} : ${formatAval(value)}${comment}`;
  });
  const outputs = Object.entries(graph.outputs).map(([name, value]) => `${name} = ${ref(value)}`);
  return [...lines, `return ${outputs.join(", ")}`].join("\n");
}

function formatSource({ source }: Value, ref: (value: Value) => string): string {
  switch (source.kind) {
    case "input":
      return `input ${source.name}`;
    case "constant":
      return source.data.length <= 4
        ? `constant ${[...source.data].join(", ")}`
        : `constant ${[...source.data.subarray(0, 3)].join(", ")}, …`;
    case "op": {
      const attributes = Object.entries(source.attributes)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join(", ");
      const operands = source.inputs.map(ref).join(" ");
      return `${source.op} ${operands}${attributes === "" ? "" : ` {${attributes}}`}`;
    }
  }
}
