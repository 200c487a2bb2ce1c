/** How much arithmetic a graph is. */
import { type Graph, simplify, sizeOf, topologicalOrder, type Value } from "evenkeel/graph";

/**
 * Floating-point operations of the convolutions and matrix products of a graph, as it is compiled: a
 * multiplication and an addition are two. Everything else, a few operations for each number that these
 * make, is left out; so is that padding needs no products.
 */
export function countFlops(graph: Graph): number {
  const { outputs } = simplify(graph);
  return topologicalOrder(Object.values(outputs)).reduce((sum, value) => sum + flopsOf(value), 0);
}

function flopsOf({ source, shape }: Value): number {
  if (source.kind !== "op") return 0;
  const [a, b] = source.inputs as [Value, Value];
  switch (source.op) {
    // for each number of the output a kernel of all inputs
    case "conv":
      return 2 * sizeOf(shape) * sizeOf(b.shape.slice(1));
    case "convInputGrad":
      return 2 * sizeOf(a.shape) * sizeOf(b.shape.slice(1));
    case "convWeightGrad":
      return 2 * sizeOf(b.shape) * sizeOf(shape.slice(1));
    case "matmul": {
      const inner = a.shape.at(source.attributes.transposeA === true ? -2 : -1) ?? 1;
      return 2 * sizeOf(shape) * inner;
    }
    default:
      return 0;
  }
}
