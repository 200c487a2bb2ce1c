/** A discriminator step and a generator step with its noise as one program, on the float64 reference. */
import { expect, test } from "vitest";
import { runProgram, smallModel, startState, stepFeeds } from "../../test/support/gan/small.ts";
import { type Graph, simplify, topologicalOrder } from "../graph/index.ts";
import { inSequence } from "../runtime/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { generatorStep } from "./generator-step.ts";

const model = smallModel({ classes: 3, generator: { ema: 0.9, runningStatistics: "all-steps" } });
const steps = [discriminatorStep(model), generatorStep(model)] as const;

const passesThroughGenerator = (graph: Graph) =>
  topologicalOrder(Object.values(simplify(graph).outputs)).filter(
    ({ source, scope }) => source.kind === "op" && source.op === "tanh" && scope === "generator",
  ).length;

test("the generator's images are computed once", () => {
  expect(steps.map(({ graph }) => passesThroughGenerator(graph))).toEqual([1, 1]);
  expect(passesThroughGenerator(inSequence("both", steps).graph)).toBe(1);
});

test("the numbers are those of one step after the other", () => {
  const [state, feeds] = [startState(model), stepFeeds(model)];
  const first = runProgram(steps[0], state, feeds);
  const second = runProgram(steps[1], first.state, feeds);
  const both = runProgram(inSequence("both", steps), state, feeds);
  expect(both.state).toEqual(second.state);
  expect(both.results).toEqual({ ...first.results, ...second.results });
});
