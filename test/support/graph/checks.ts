/** What is checked of every op and function: derivatives and the engine. */
import { expect } from "vitest";
import { evaluate, type Graph, type Tensor64 } from "../../../src/graph/index.ts";
import { toOnnx } from "../../../src/graph/onnx/index.ts";
import { cpuComposite, type EngineTolerance, toleranceFor } from "../tolerances.ts";
import { runEngine } from "./engine.ts";
import { type Experiment, names } from "./experiment.ts";
import { checkDerivative } from "./finite-difference.ts";

/** Checks the first and the second derivative of an experiment by finite differences. */
export function checkDerivatives(e: Experiment, prefix: string, scale?: number): void {
  const name = names(prefix);
  for (const [of, by] of [
    [name.s, name.ds],
    [name.t, name.dt],
  ] as const) {
    checkDerivative(e, { of, gradients: gradientsOf(e.graph, prefix, by) }, scale);
  }
}

/** The gradient outputs of an experiment by the input they belong to. */
export function gradientsOf(
  { outputs }: Graph,
  prefix: string,
  by: (i: number) => string,
): Record<string, string> {
  const name = names(prefix);
  const found: Record<string, string> = {};
  for (let i = 0; i < 10; i++) {
    if (Object.hasOwn(outputs, by(i))) found[name.x(i)] = by(i);
  }
  return found;
}

/** The engine's and the reference's results of an experiment. */
export interface Results {
  readonly actual: Record<string, Tensor64>;
  readonly expected: Record<string, Tensor64>;
}

/** Runs an experiment on the engine, from `model` when it is given, and on the reference. */
export async function runBoth(e: Experiment, model = toOnnx(e.graph)): Promise<Results> {
  const actual = await runEngine(model, e.graph.inputs, e.feeds);
  return { actual, expected: evaluate(e.graph, e.feeds) };
}

/** Checks that an output has the same dtype, shape and, within the tolerance, elements in both. */
export function expectSame(results: Results, output: string, tolerance: EngineTolerance): void {
  const actual = results.actual[output] as Tensor64;
  const expected = results.expected[output] as Tensor64;
  expect(
    { dtype: actual.dtype, shape: actual.shape },
    `the engine's dtype and shape of ${output}`,
  ).toEqual({ dtype: expected.dtype, shape: expected.shape });
  expect(actual.data, output).toBeAllclose(expected.data, toleranceFor(expected.data, tolerance));
}

/** Checks the result of an experiment and all derivatives in it on the engine. */
export function expectEngineAgrees(
  results: Results,
  prefix: string,
  tolerance: EngineTolerance,
  derivatives = true,
): void {
  const name = names(prefix);
  expectSame(results, name.y, tolerance);
  if (!derivatives) return;
  for (const output of Object.keys(results.expected)) {
    const last = output.slice(prefix.length + 1);
    if (output.startsWith(`${prefix}/`) && /^d[st]\d+$/.test(last)) {
      expectSame(results, output, cpuComposite);
    }
  }
}
