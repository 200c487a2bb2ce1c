/** How much memory a graph's values take while it is computed. */
import type { Graph, Value } from "./types.ts";
import { sizeOf, topologicalOrder } from "./value.ts";

/**
 * Bytes of the values that are alive at once, at most, when a graph is computed in the order of its
 * construction and each value goes after its last use. Inputs and constants do not count; outputs stay.
 * What an engine needs beside them, and saves by computing in place, is not in it.
 */
export function peakBytes(graph: Graph): number {
  const order = topologicalOrder(Object.values(graph.outputs));
  const lastUse = new Map<Value, number>();
  for (const [i, { source }] of order.entries()) {
    if (source.kind !== "op") continue;
    for (const input of source.inputs) lastUse.set(input, i);
  }
  for (const output of Object.values(graph.outputs)) lastUse.set(output, order.length);
  const ends: Value[][] = order.map(() => []);
  for (const [value, i] of lastUse) ends[i]?.push(value);
  let [alive, peak] = [0, 0];
  for (const [i, value] of order.entries()) {
    alive += bytesOf(value);
    peak = Math.max(peak, alive);
    for (const ended of ends[i] as Value[]) alive -= bytesOf(ended);
  }
  return peak;
}

function bytesOf({ source, dtype, shape }: Value): number {
  if (source.kind !== "op") return 0;
  return sizeOf(shape) * (dtype === "float32" || dtype === "int32" ? 4 : 1);
}
