/**
 * Small tensors passed to an engine in one, and taken from it in one: a call costs the engine more for each
 * tensor than for the elements of a small one.
 */
import {
  type Aval,
  applyGraph,
  createBuilder,
  type Graph,
  sizeOf,
  type Value,
} from "../graph/index.ts";

/** Where a tensor lies in a pack. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly shape: readonly number[];
}

/** Which tensors a pack holds, by name. */
export interface Pack {
  /** The pack's own name in the graph. */
  readonly name: string;
  readonly size: number;
  readonly places: ReadonlyMap<string, Place>;
}

/** A graph with its small tensors in packs; those that are in no pack are inputs and outputs as before. */
export interface PackedGraph {
  readonly graph: Graph;
  readonly inputs: Pack;
  readonly outputs: Pack;
}

/**
 * The same graph with all small float32 inputs in one, and all small outputs in one.
 *
 * @param limit elements up to which a tensor is small; with 0 all stay as they are.
 */
export function packed(graph: Graph, limit: number): PackedGraph {
  const g = createBuilder();
  const given = packOf("packed inputs", graph.inputs, limit);
  const wanted = packOf("packed outputs", graph.outputs, limit);
  const all = given.size > 0 ? [g.input(given.name, flat(given.size))] : [];
  const alone: Record<string, Value> = {};
  const inputs = Object.entries(graph.inputs).map(([name, value]) => {
    const place = given.places.get(name);
    if (place !== undefined) return [name, taken(all[0] as Value, place)] as const;
    alone[name] = g.input(name, value);
    return [name, alone[name]] as const;
  });
  const outputs = Object.entries(applyGraph(g, graph, Object.fromEntries(inputs)));
  const small = outputs.filter(([name]) => wanted.places.has(name));
  const large = outputs.filter(([name]) => !wanted.places.has(name));
  const parts = small.map(([, value]) => g.reshape(value, { shape: [sizeOf(value.shape)] }));
  return {
    graph: {
      inputs: { ...alone, ...Object.fromEntries(all.map((value) => [given.name, value])) },
      outputs: {
        ...Object.fromEntries(large),
        ...(parts.length > 0 && { [wanted.name]: g.concat(parts, { axis: 0 }) }),
      },
    },
    inputs: given,
    outputs: wanted,
  };

  function taken(pack: Value, { start, end, shape }: Place): Value {
    const part = g.slice(pack, { starts: [start], ends: [end], strides: [1] });
    return g.reshape(part, { shape });
  }
}

function flat(size: number): Aval {
  return { dtype: "float32", shape: [size] };
}

/** The small tensors of some, in their order. */
function packOf(name: string, avals: Readonly<Record<string, Aval>>, limit: number): Pack {
  const places = new Map<string, Place>();
  let size = 0;
  for (const [each, { dtype, shape }] of Object.entries(avals)) {
    const length = sizeOf(shape);
    if (dtype !== "float32" || length === 0 || length > limit) continue;
    places.set(each, { start: size, end: size + length, shape });
    size += length;
  }
  return { name, size, places };
}
