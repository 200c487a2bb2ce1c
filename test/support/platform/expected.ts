/** What engines are held to: the float64 reference, and by how much an engine may differ from it. */
import { expect } from "vitest";
import { evaluate, type OpName } from "../../../src/graph/index.ts";
import { nextName } from "../../../src/runtime/index.ts";
import { type OpTolerances, stepTolerance, toleranceFor } from "../tolerances.ts";
import { opExperiment } from "./op-cases.ts";
import { LEARNING_RATE, model, type Numbers, type StepOutcome, start, steps } from "./step-case.ts";

/** Both steps in float64. */
export function expectedSteps(): StepOutcome {
  const state: Record<string, ArrayLike<number>> = {};
  for (const [name, { data }] of Object.entries(start())) state[name] = data;
  const results: Record<string, ArrayLike<number>> = {};
  for (const { player, program, feeds } of steps) {
    const { graph, reads, writes } = program;
    const read = Object.fromEntries(reads.map((name) => [name, state[name]!]));
    const outputs = evaluate(graph, { ...feeds, ...read });
    for (const [name, { data }] of Object.entries(outputs)) results[`${player}/${name}`] = data;
    for (const name of writes) {
      state[name] = outputs[nextName(name)]!.data;
      delete results[`${player}/${nextName(name)}`];
    }
  }
  return { results, state };
}

/** Checks every loss, σ, gradient and tensor of the state. */
export function expectSteps(actual: StepOutcome, expected: StepOutcome): void {
  const weights = weightNames();
  for (const part of ["results", "state"] as const) {
    expect(Object.keys(actual[part]).sort()).toEqual(Object.keys(expected[part]).sort());
    for (const [name, values] of Object.entries(expected[part])) {
      const absolute =
        part === "state" && weights.has(name)
          ? LEARNING_RATE * (isZero(name) ? 1 : stepTolerance.learningRates)
          : isZero(name)
            ? stepTolerance.zero
            : stepTolerance.ofLargest * maxAbs(values);
      expect(actual[part][name], name).toBeAllclose(values, { absolute });
    }
  }
}

/** Checks the results of an op's cases. */
export function expectOp(op: OpName, actual: Numbers, tolerances: OpTolerances): void {
  const { graph, feeds } = opExperiment(op);
  const expected = evaluate(graph, feeds);
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, { data }] of Object.entries(expected)) {
    const tolerance = name.endsWith("/y") ? tolerances.result(op) : tolerances.derivative(op);
    const kept = Array.from(data, (x, i) => (tolerances.infinities || Number.isFinite(x) ? i : -1));
    const pick = (from: ArrayLike<number>) => kept.flatMap((i) => (i < 0 ? [] : [from[i]!]));
    const limits = toleranceFor(data, tolerance);
    expect(pick(actual[name]!), name).toBeAllclose(pick(data), limits);
  }
}

/** The weights and their moving averages: what the optimizer moves. */
function weightNames(): ReadonlySet<string> {
  return new Set([
    ...model.discriminator.parameters.map(({ name }) => `discriminator/${name}`),
    ...model.generator.parameters.flatMap(({ name }) => [`generator/${name}`, `ema/${name}`]),
  ]);
}

/** A generator's bias before batch normalization: its gradient is zero but for rounding. */
function isZero(name: string): boolean {
  return /^(generator|ema)\/.*(dense|deconv\d)\/bias/.test(name);
}

function maxAbs(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}
