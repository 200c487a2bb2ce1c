/** One optimizer step on all parameters of a network, on the float64 reference. */
import { expect, test } from "vitest";
import { runProgram } from "../../test/support/gan/small.ts";
import { gaussian } from "../../test/support/nn/matrices.ts";
import { simplify, topologicalOrder } from "../graph/index.ts";
import { type ParameterSpec, sgd } from "../nn/index.ts";
import { createProgram } from "../runtime/index.ts";
import type { GanModel } from "./model.ts";
import { updateParameters } from "./update.ts";

const MOMENTUM = 0.75;
const near = { relative: 1e-12, absolute: 1e-12 };
const shapes = {
  "a/weight": { shape: [3, 2] },
  "a/bias": { shape: [3] },
  "large/weight": { shape: [20_001] },
  "b/factor": { shape: [], rate: 0.5 },
  "b/bias": { shape: [2], rate: 0.5 },
  "c/bias": { shape: [4] },
} as const;
const names = Object.keys(shapes) as (keyof typeof shapes)[];
const sizeOf = (name: keyof typeof shapes) => shapes[name].shape.reduce((a, b) => a * b, 1);

/** A network of nothing but parameters. */
const model = {
  definition: { generator: { optimizer: sgd({ momentum: MOMENTUM }) } },
  generator: {
    parameters: names.map(
      (name) =>
        ({
          name,
          role: "bias",
          fanIn: 0,
          fanOut: 0,
          ...shapes[name],
        }) satisfies ParameterSpec,
    ),
  },
} as unknown as GanModel;

/** Updates the parameters by fed gradients; weights are projected to twice their value. */
function update() {
  const program = createProgram("update");
  const read = (name: keyof typeof shapes) => program.read(`generator/${name}`, shapes[name].shape);
  updateParameters(
    program,
    model,
    "generator",
    Object.fromEntries(names.map((name) => [name, read(name)])),
    names.map((name) =>
      program.feed(`slope/${name}`, { dtype: "float32", shape: shapes[name].shape }),
    ),
    (g, value, { name }) => (name.endsWith("weight") ? g.mul(value, 2) : value),
  );
  return program.build();
}

test("each parameter, of any size and rate, takes its own step", () => {
  const draw = (prefix: string) =>
    Object.fromEntries(
      names.map((name) => [`${prefix}${name}`, gaussian(sizeOf(name), prefix + name)]),
    );
  const velocities = Object.fromEntries(
    names.map((name) => [`generator/${name}/velocity`, gaussian(sizeOf(name), `v ${name}`)]),
  );
  const state = { ...draw("generator/"), ...velocities };
  const slopes = draw("slope/");
  const { state: after } = runProgram(update(), state, {
    ...slopes,
    "generator/optimizer/rate": [0.1],
  });
  for (const name of names) {
    const rate = "rate" in shapes[name] ? 0.05 : 0.1;
    const factor = name.endsWith("weight") ? 2 : 1;
    const velocity = Float64Array.from(slopes[`slope/${name}`]!, (slope, i) => {
      return MOMENTUM * velocities[`generator/${name}/velocity`]![i]! + slope;
    });
    const value = velocity.map((v, i) => factor * (state[`generator/${name}`]![i]! - rate * v));
    expect(after[`generator/${name}/velocity`]).toBeAllclose(velocity, near);
    expect(after[`generator/${name}`]).toBeAllclose(value, near);
  }
});

test("small ones of one rate are updated together", () => {
  const { graph } = update();
  const subtractions = topologicalOrder(Object.values(simplify(graph).outputs)).filter(
    ({ source }) => source.kind === "op" && source.op === "sub",
  );
  expect(subtractions.map(({ shape }) => shape)).toEqual([[3 * 2 + 3 + 4], [20_001], [1 + 2]]);
});
