/** A graph in pieces that are computed one after the other. */
import { createBuilder, type Graph, topologicalOrder, type Value } from "../graph/index.ts";

/**
 * The graph as several, each of at most `size` ops, in the order of their construction. An input of a piece is
 * one of the graph's, by its name, or an output of a piece before it, by the name that it has there. The graph's
 * outputs are outputs of pieces, by their names.
 *
 * @param size at least 1.
 * @returns at least one piece; only the inputs that a piece uses are declared by it.
 */
export function cut(graph: Graph, size: number): readonly Graph[] {
  const ops = topologicalOrder(Object.values(graph.outputs)).filter(
    ({ source }) => source.kind === "op",
  );
  const pieceOf = new Map(ops.map((value, i) => [value, Math.floor(i / size)]));
  const count = Math.max(1, Math.ceil(ops.length / size));
  const outputs = Array.from({ length: count }, () => new Map<string, Value>());
  const names = new Map<Value, string>();
  for (const [name, value] of Object.entries(graph.outputs)) {
    // an input or a constant that is an output is as well given by the first piece
    outputs[pieceOf.get(value) ?? 0]?.set(name, value);
    names.set(value, name);
  }
  for (const value of ops) {
    for (const operand of operandsOf(value)) {
      const made = pieceOf.get(operand);
      if (made === undefined || made === pieceOf.get(value) || names.has(operand)) continue;
      const name = `between pieces ${names.size}`;
      names.set(operand, name);
      outputs[made]?.set(name, operand);
    }
  }
  return outputs.map((wanted, i) =>
    piece(ops.slice(i * size, (i + 1) * size), wanted, (value) => names.get(value) as string),
  );
}

/** The graph of some consecutive ops; what they take from others are its inputs. */
function piece(
  ops: readonly Value[],
  wanted: ReadonlyMap<string, Value>,
  nameOf: (value: Value) => string,
): Graph {
  const g = createBuilder();
  const inputs: Record<string, Value> = {};
  const done = new Map<Value, Value>();
  const given = (value: Value): Value => {
    const { source, shape } = value;
    if (source.kind === "constant") return g.constant(source.data, shape);
    const name = source.kind === "input" ? source.name : nameOf(value);
    const input = g.input(name, value);
    inputs[name] = input;
    return input;
  };
  const take = (value: Value): Value => {
    const before = done.get(value);
    if (before !== undefined) return before;
    const taken = given(value);
    done.set(value, taken);
    return taken;
  };
  for (const value of ops) {
    const { source, scope } = value;
    if (source.kind !== "op") continue;
    const operands = source.inputs.map(take);
    const again = () => g.apply(source.op, operands, source.attributes as never);
    done.set(value, g.scope(scope, again));
  }
  const outputs = [...wanted].map(([name, value]) => [name, take(value)] as const);
  return { inputs, outputs: Object.fromEntries(outputs) };
}

function operandsOf({ source }: Value): readonly Value[] {
  return source.kind === "op" ? source.inputs : [];
}
