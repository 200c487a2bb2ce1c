/** Graphs on blocks and in standard operators, against the float64 reference. */
import { expect } from "vitest";
import { evaluate, type Graph, simplify, sizeOf } from "../../../src/graph/index.ts";
import { toOnnx } from "../../../src/graph/onnx/index.ts";
import { randomStream } from "../../../src/random.ts";
import { cpuNetwork, type EngineTolerance, toleranceFor } from "../tolerances.ts";
import { runEngine } from "./engine.ts";

/** Numbers for the inputs of a graph. */
export type Feed = Readonly<Record<string, Float64Array>>;

/** Float32 numbers of N(0, 1) for every input. */
export function randomFeeds({ inputs }: Graph): Feed {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => {
      const numbers = new Float32Array(sizeOf(shape));
      return [name, Float64Array.from(randomStream(1, name).fillNormal(numbers))];
    }),
  );
}

/** Checks every result of the graph, lowered to blocks of `size` channels, with these forms of convolutions. */
export async function checkBlocked(
  graph: Graph,
  feeds: Feed,
  size: number,
  tolerance: EngineTolerance = cpuNetwork,
  forms: readonly string[] = [],
): Promise<void> {
  const expected = evaluate(graph, feeds);
  const model = toOnnx(simplify(graph), { blocks: size, forms });
  const actual = await runEngine(model, graph.inputs, feeds);
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(actual[name]!.shape, `shape of ${name}`).toEqual(shape);
    expect(actual[name]!.data, name).toBeAllclose(data, toleranceFor(data, tolerance));
  }
}
