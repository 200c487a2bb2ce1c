/** A graph that is too large for an engine to load as one, loaded in pieces. */
import type { Tensor } from "onnxruntime-common";
import { type Graph, simplify, topologicalOrder, verify } from "../graph/index.ts";
import { cut } from "./cut.ts";
import type { Engine } from "./engine.ts";
import { type LoadedGraph, type LoadOptions, loadGraph } from "./loaded.ts";
import { discard } from "./state.ts";

/** Elements up to which pieces pass tensors together: scalars and small weights, not activations. */
const PACKED_UP_TO = 1024;

/**
 * Loads a legal graph: as one, or, where it has more ops than the engine loads well, in pieces that pass tensors
 * on. The results are the same up to rounding.
 *
 * @throws EvenkeelError `ENGINE` when the engine refuses the model.
 */
export async function loadWhole(
  engine: Engine,
  graph: Graph,
  options: Omit<LoadOptions, "packedUpTo">,
): Promise<LoadedGraph> {
  const { packedUpTo = 0, pieces } = engine;
  if (pieces === undefined || opsIn(graph) <= pieces.above) {
    return loadGraph(engine, graph, { ...options, packedUpTo });
  }
  const simple = simplify(graph);
  verify(simple);
  const parts = cut(simple, pieces.size);
  const loaded: LoadedGraph[] = [];
  const limit = Math.min(packedUpTo, PACKED_UP_TO);
  for (const [i, part] of parts.entries()) {
    verify(part);
    const name = `${options.name}, piece ${i + 1} of ${parts.length}`;
    loaded.push(await loadGraph(engine, part, { ...options, name, packedUpTo: limit }));
  }
  const done = releasedAfter(parts, graph);
  const names = parts.map((part) => Object.keys(part.outputs));
  return {
    async run(given) {
      const made = new Map<string, Tensor>();
      for (const [i, piece] of loaded.entries()) {
        const output = await piece.run((name) => made.get(name) ?? given(name));
        for (const name of names[i] as string[]) made.set(name, output(name));
        for (const name of done[i] as string[]) {
          discard(made.get(name) as Tensor);
          made.delete(name);
        }
      }
      return (name) => made.get(name) as Tensor;
    },
    async release() {
      for (const piece of loaded) await piece.release();
    },
  };
}

function opsIn({ outputs }: Graph): number {
  return topologicalOrder(Object.values(outputs)).filter(({ source }) => source.kind === "op")
    .length;
}

/** By piece: what no piece after it takes, of what is passed on. */
function releasedAfter(parts: readonly Graph[], whole: Graph): readonly string[][] {
  const last = new Map<string, number>();
  for (const [i, { inputs }] of parts.entries()) {
    for (const name of Object.keys(inputs)) last.set(name, i);
  }
  const released: string[][] = parts.map(() => []);
  for (const { outputs } of parts) {
    for (const name of Object.keys(outputs)) {
      if (!Object.hasOwn(whole.outputs, name)) released[last.get(name) as number]?.push(name);
    }
  }
  return released;
}
