import { describe, expect, test } from "vitest";
import { type GoldenCase, goldenCases, goldenRow } from "../../../test/support/golden/cases.ts";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { cpuComposite, float64Golden, toleranceFor } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate } from "../../graph/index.ts";
import { createProgram, createRuntime, nextName, type Program } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { movingAverage } from "../moving-average.ts";
import { adam, type Optimizer, sgd } from "./optimizer.ts";

/** One update of `p` (and its slots) in the state, from the fed gradient and scalars. */
function updateProgram(optimizer: Optimizer, size: number): Program {
  const program = createProgram("update");
  const { g } = program;
  const vector = [size];
  const feed = (name: string, shape: number[]) => program.feed(name, { dtype: "float32", shape });
  const next = optimizer.update(
    g,
    program.read("p", vector),
    feed("gradient", vector),
    Object.fromEntries(optimizer.slots.map((slot) => [slot, program.read(slot, vector)])),
    Object.fromEntries(optimizer.scalars.map((scalar) => [scalar, feed(scalar, [])])),
  );
  program.write("p", next.parameter);
  for (const slot of optimizer.slots) program.write(slot, next.slots[slot]!);
  return program.build();
}

const scalarsAt = (optimizer: Optimizer, step: number, rate: number) =>
  Object.fromEntries(
    Object.entries(optimizer.scalarsAt(step, rate)).map(([name, value]) => [name, [value]]),
  );

/** The state after each of these gradients, in float64. */
function referenceSteps(
  optimizer: Optimizer,
  rate: number,
  start: ArrayLike<number>,
  gradients: readonly ArrayLike<number>[],
) {
  const { graph, writes } = updateProgram(optimizer, start.length);
  const zeros = optimizer.slots.map((slot) => [slot, new Float64Array(start.length)]);
  let state: Record<string, ArrayLike<number>> = { p: start, ...Object.fromEntries(zeros) };
  return gradients.map((gradient, i) => {
    const results = evaluate(graph, { ...state, gradient, ...scalarsAt(optimizer, i + 1, rate) });
    state = Object.fromEntries(writes.map((name) => [name, results[nextName(name)]!.data]));
    return state;
  });
}

/** The same through the runtime on the CPU. */
async function engineSteps(
  optimizer: Optimizer,
  rate: number,
  start: ArrayLike<number>,
  gradients: readonly ArrayLike<number>[],
) {
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 1 }));
  const shape = [start.length];
  runtime.state.write("p", { shape, data: Float32Array.from(start) });
  for (const slot of optimizer.slots) {
    runtime.state.write(slot, { shape, data: new Float32Array(start.length) });
  }
  const executable = await runtime.compile(updateProgram(optimizer, start.length));
  const states: Record<string, ArrayLike<number>>[] = [];
  for (const [i, gradient] of gradients.entries()) {
    const scalars = Object.entries(scalarsAt(optimizer, i + 1, rate));
    await executable.run({
      gradient: Float32Array.from(gradient),
      ...Object.fromEntries(scalars.map(([name, value]) => [name, Float32Array.from(value)])),
    });
    const read = Object.entries(await runtime.state.read());
    states.push(Object.fromEntries(read.map(([name, { data }]) => [name, data])));
  }
  await runtime.release();
  return states;
}

const optimizers: Readonly<Record<string, (golden: GoldenCase) => Optimizer>> = {
  adam: ({ attrs }) => adam(attrs),
  sgd: ({ attrs }) => sgd(attrs),
};
/** Our slots by PyTorch's names. */
const slotNames: Readonly<Record<string, string>> = { m: "m", v: "v", momentum: "velocity" };

describe.each([...goldenCases("adam"), ...goldenCases("sgd")])(
  "$name equals PyTorch's",
  (golden) => {
    const { op, attrs, inputs, outputs } = golden;
    const optimizer = optimizers[op]!(golden);
    const steps = inputs.gradients!.shape[0]!;
    const gradients = Array.from({ length: steps }, (_, i) => goldenRow(inputs.gradients!, i));
    const args = [optimizer, attrs.learningRate, inputs.parameter!.data, gradients] as const;

    test("in float64", () => {
      const states = referenceSteps(...args);
      for (const [i, state] of states.entries()) {
        expect(state.p, `step ${i + 1}`).toBeAllclose(
          goldenRow(outputs.parameters!, i),
          float64Golden,
        );
      }
      for (const [name, { data }] of Object.entries(outputs)) {
        if (name === "parameters") continue;
        expect(states.at(-1)![slotNames[name]!], name).toBeAllclose(data, float64Golden);
      }
    });

    test("on the engine", async () => {
      const states = await engineSteps(...args);
      const close = (actual: ArrayLike<number> | undefined, expected: readonly number[]) =>
        expect(actual).toBeAllclose(expected, toleranceFor(expected, cpuComposite));
      for (const [i, state] of states.entries()) close(state.p, goldenRow(outputs.parameters!, i));
      for (const [name, { data }] of Object.entries(outputs)) {
        if (name !== "parameters") close(states.at(-1)![slotNames[name]!], data);
      }
    });
  },
);

describe("adam", () => {
  test("has the paper's defaults: β₁ 0.9, β₂ 0.999, ε 1e-8", () => {
    const [gradients, start] = [[gaussian(6, "a"), gaussian(6, "b")], gaussian(6, "p")];
    const given = adam({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
    expect(referenceSteps(adam(), 1e-3, start, gradients)).toEqual(
      referenceSteps(given, 1e-3, start, gradients),
    );
  });

  test("moves by the learning rate at first, whatever the size of the gradient", () => {
    const gradient = [1e-4, -1, 1e4];
    const [state] = referenceSteps(adam({ beta1: 0, beta2: 0.9 }), 0.01, [0, 0, 0], [gradient]);
    // ε = 1e-8 against 1e-4
    expect(state!.p).toBeAllclose([-0.01, 0.01, -0.01], { relative: 1.1e-4 });
  });

  test("stays where the gradient has always been 0", () => {
    const [state] = referenceSteps(adam(), 0.01, [3, -4], [[0, 0]]);
    expect(state!.p).toEqual(Float64Array.of(3, -4));
  });

  test("equals the paper's Algorithm 1 in its own letters, 50 steps", () => {
    const [beta1, beta2, epsilon, alpha] = [0.5, 0.9, 1e-3, 0.02];
    const gradients = Array.from({ length: 50 }, (_, i) => gaussian(4, `gradient ${i}`));
    const theta = Array.from(gaussian(4, "theta"));
    const states = referenceSteps(adam({ beta1, beta2, epsilon }), alpha, [...theta], gradients);
    const [m, v] = [theta.map(() => 0), theta.map(() => 0)];
    for (const [i, gradient] of gradients.entries()) {
      for (const [k, g] of gradient.entries()) {
        m[k] = beta1 * m[k]! + (1 - beta1) * g;
        v[k] = beta2 * v[k]! + (1 - beta2) * g * g;
        const [mHat, vHat] = [m[k]! / (1 - beta1 ** (i + 1)), v[k]! / (1 - beta2 ** (i + 1))];
        theta[k] = theta[k]! - (alpha * mHat) / (Math.sqrt(vHat) + epsilon);
      }
    }
    expect(states.at(-1)!.p).toBeAllclose(theta, float64Golden);
  });
});

test("sgd without momentum keeps nothing: θ ← θ − α·g", () => {
  expect(sgd().slots).toEqual([]);
  const states = referenceSteps(
    sgd(),
    0.1,
    [1, 2],
    [
      [1, -2],
      [3, 0],
    ],
  );
  expect(states.map(({ p }) => Array.from(p!))).toEqual([
    [0.9, 2.2],
    [0.9 - 0.1 * 3, 2.2],
  ]);
});

test("movingAverage: decay·average + (1 − decay)·value", () => {
  const g = createBuilder();
  const vector = { dtype: "float32", shape: [3] } as const;
  const [average, value] = [g.input("average", vector), g.input("value", vector)];
  const graph = {
    inputs: { average, value },
    outputs: { y: movingAverage(g, average, value, 0.75) },
  };
  const { y } = evaluate(graph, { average: [1, -4, 8], value: [5, 4, 8] });
  expect(Array.from(y!.data)).toEqual([2, -2, 8]);
});
