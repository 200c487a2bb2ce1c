/** Work on graphs grows in proportion to their depth. */
import { describe, expect, test } from "vitest";
import { visitGrowth } from "../../test/support/graph/visits.ts";
import { deepStep, describeDeep } from "../../test/support/nn/residual.ts";
import { cut } from "../runtime/cut.ts";
import { inSequence } from "../runtime/index.ts";
import { packed } from "../runtime/packing.ts";
import {
  applyGraph,
  createBuilder,
  type Graph,
  peakBytes,
  simplify,
  topologicalOrder,
  verify,
} from "./index.ts";
import { findFusions } from "./onnx/blocked/fusion.ts";
import { toOnnx } from "./onnx/index.ts";

const BLOCKS = 8;

describe("four times as deep, at most five times the work", () => {
  const on = (work: (graph: Graph) => void) => (blocks: number) => {
    const { graph } = deepStep(blocks);
    return () => work(graph);
  };
  test.each<readonly [string, (blocks: number) => () => void]>([
    ["describing a network", (blocks) => () => void describeDeep(blocks)],
    ["building and differentiating a step", (blocks) => () => void deepStep(blocks)],
    ["verifying", on(verify)],
    ["simplifying", on(simplify)],
    ["packing", on((graph) => packed(graph, 100))],
    ["simplifying what is packed", on((graph) => simplify(packed(graph, 100).graph))],
    ["cutting", on((graph) => cut(graph, 50))],
    ["peak memory", on(peakBytes)],
    [
      "programs in sequence",
      (blocks) => {
        const programs = [deepStep(blocks)];
        return () => void inSequence("all", programs);
      },
    ],
    ["standard operators", on((graph) => toOnnx(graph))],
    ["operators on blocks", on((graph) => toOnnx(packed(graph, 100).graph, { blocks: 16 }))],
  ])("%s", (_name, work) => {
    expect(visitGrowth(work, BLOCKS)).toBeLessThan(5);
  });
});

test("four times as many users of one value, at most five times the work of looking for fusions", () => {
  const work = (users: number) => {
    const g = createBuilder();
    const x = g.input("x", { dtype: "float32", shape: [1, 1, 1, 1] });
    const order = [x, ...Array.from({ length: users }, () => g.relu(x))];
    return () => void findFusions(order, order);
  };
  expect(visitGrowth(work, 100)).toBeLessThan(5);
});

test("an op of hundreds of thousands of operands is no deeper than another", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [1] });
  const graph = {
    inputs: { x },
    outputs: { y: g.concat(new Array(300_000).fill(x), { axis: 0 }) },
  };
  expect(topologicalOrder([graph.outputs.y])).toHaveLength(2);
  const other = createBuilder();
  const again = applyGraph(other, graph, { x: other.input("x", x) });
  expect(again.y?.shape).toEqual([300_000]);
});
