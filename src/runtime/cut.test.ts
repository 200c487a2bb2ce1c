/** Graphs in pieces, against the same graph computed as one. */
import { expect, test } from "vitest";
import { smallModel, startState, stepFeeds } from "../../test/support/gan/small.ts";
import { deepStep } from "../../test/support/nn/residual.ts";
import { generatorStep } from "../gan/index.ts";
import {
  createBuilder,
  evaluate,
  type Graph,
  type Tensor64,
  topologicalOrder,
  verify,
} from "../graph/index.ts";
import { cut } from "./cut.ts";

/** The outputs of a graph by way of its pieces. */
function byPieces(graph: Graph, size: number, feeds: Readonly<Record<string, ArrayLike<number>>>) {
  const known: Record<string, ArrayLike<number>> = { ...feeds };
  const outputs: Record<string, Tensor64> = {};
  for (const piece of cut(graph, size)) {
    verify(piece);
    expect(opsIn(piece)).toBeLessThanOrEqual(size);
    const given = Object.keys(piece.inputs).map((name) => [name, known[name]!] as const);
    for (const [name, tensor] of Object.entries(evaluate(piece, Object.fromEntries(given)))) {
      if (name in graph.outputs) outputs[name] = tensor;
      known[name] = tensor.data;
    }
  }
  return outputs;
}

const opsIn = ({ outputs }: Graph) =>
  topologicalOrder(Object.values(outputs)).filter(({ source }) => source.kind === "op").length;

test("a training step of a GAN computes the same in pieces of any size", () => {
  const model = smallModel({ classes: 3 });
  const { graph } = generatorStep(model);
  const all: Readonly<Record<string, ArrayLike<number>>> = {
    ...startState(model),
    ...stepFeeds(model),
  };
  const feeds = Object.fromEntries(Object.keys(graph.inputs).map((name) => [name, all[name]!]));
  const expected = evaluate(graph, feeds);
  for (const size of [1, 7, 50, 10_000]) expect(byPieces(graph, size, feeds)).toEqual(expected);
});

test("outputs that are inputs, constants, used later or of one value are there, under their names", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [2] });
  const unused = g.input("unused", { dtype: "float32", shape: [2] });
  const y = g.neg(x);
  const outputs = { x2: x, one: g.scalar(1), y, again: y, z: g.mul(g.exp(y), x) };
  const graph = { inputs: { x, unused }, outputs };
  const feeds = { x: [1, 2], unused: [0, 0] };
  for (const size of [1, 2, 10]) {
    expect(byPieces(graph, size, feeds)).toEqual(evaluate(graph, feeds));
  }
  expect(cut({ inputs: { x }, outputs: { x2: x } }, 5)).toHaveLength(1);
});

test("keeps the scopes", () => {
  const { graph } = deepStep(1);
  const scopes = ({ outputs }: Graph) =>
    topologicalOrder(Object.values(outputs)).flatMap(({ scope, source }) =>
      source.kind === "op" ? [scope] : [],
    );
  expect(cut(graph, 9).flatMap(scopes)).toEqual(scopes(graph));
});
