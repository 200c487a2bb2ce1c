/** How much a graph computes. */
import type { OpName } from "./signatures.ts";
import type { Attributes, Graph, Shape, Value } from "./types.ts";
import { sizeOf, topologicalOrder } from "./value.ts";

type Count = (output: Shape, inputs: readonly Shape[], attributes: Attributes) => number;

/** The products that are summed, by the op: of the shapes of its output and its inputs. */
const counts: Partial<Readonly<Record<OpName, Count>>> = {
  // each output is a sum over the input channels and the kernel
  conv: (output, [, weight]) => sizeOf(output) * sizeOf((weight as Shape).slice(1)),
  // the same products as the convolution's whose gradient it is
  convInputGrad: (_, [dy, weight]) => sizeOf(dy as Shape) * sizeOf((weight as Shape).slice(1)),
  convWeightGrad: (output, [, dy]) => sizeOf(dy as Shape) * sizeOf(output.slice(1)),
  matmul: (output, [a], { transposeA }) =>
    sizeOf(output) * ((a as Shape).at(transposeA ? -2 : -1) as number),
};

/**
 * The multiplications, each with an addition, of a graph's convolutions, their gradients and its matrix
 * products, which take most of a network's time. All else does not count.
 */
export function multiplyAdds(graph: Graph): number {
  return topologicalOrder(Object.values(graph.outputs)).reduce(
    (sum, value) => sum + multiplyAddsOf(value),
    0,
  );
}

function multiplyAddsOf({ source, shape }: Value): number {
  if (source.kind !== "op") return 0;
  const { op, inputs, attributes } = source;
  const shapes = inputs.map((input) => input.shape);
  return counts[op]?.(shape, shapes, attributes) ?? 0;
}
