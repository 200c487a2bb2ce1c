/** The penalties against direct formulas, closed forms, finite differences and PyTorch. */
import { describe, expect, test } from "vitest";
import { goldenCases } from "../../../test/support/golden/cases.ts";
import { checkDerivative } from "../../../test/support/graph/finite-difference.ts";
import { inner } from "../../../test/support/nn/matrices.ts";
import { linear, penalize, smooth } from "../../../test/support/nn/penalties.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, flatten, gradient, type Value } from "../../graph/index.ts";
import type { Penalty } from "../types.ts";
import { dragan } from "./dragan.ts";
import { gradientPenalty } from "./gradient-penalty.ts";
import { l2 } from "./l2.ts";
import { orthonormal } from "./orthonormal.ts";

const all: Readonly<Record<string, Penalty>> = {
  gp: gradientPenalty({ weight: 3 }),
  dragan: dragan({ weight: 3 }),
  l2: l2({ weight: 3 }),
  orthonormal: orthonormal({ weight: 3 }),
};

test.each(Object.entries(all))("%s: its gradient equals finite differences", (_name, penalty) => {
  const { graph, feeds, names } = penalize(smooth, penalty);
  // the deviation of a real batch, around which dragan looks, moves with every pixel and is clipped
  const free = names.filter((name) => name.includes("/"));
  checkDerivative(
    { graph, feeds },
    {
      of: "penalty",
      gradients: Object.fromEntries(free.map((name) => [name, `gradient ${name}`])),
    },
  );
});

describe("a linear discriminator has the slope ‖w‖ everywhere", () => {
  test.each([
    ["gp", 1e-8],
    ["dragan", 1e-4],
  ])("%s is λ(‖w‖ − 1)²", (name, epsilon) => {
    const { graph, feeds } = penalize(linear, all[name]!);
    const w = feeds["dense/weight"]!;
    const { penalty } = evaluate(graph, feeds);
    const expected = 3 * (Math.sqrt(inner(w, w) + epsilon) - 1) ** 2;
    expect(penalty!.data).toBeAllclose([expected], float64Golden);
  });
});

test.each(goldenCases("gradient_penalty"))("gp equals PyTorch's: $name", (golden) => {
  const { attrs, inputs: given, outputs } = golden;
  const g = createBuilder();
  const inputs = Object.fromEntries(
    Object.entries(given).map(([name, { shape }]) => [
      name,
      g.input(name, { dtype: "float32", shape }),
    ]),
  );
  const activate = (x: Value) =>
    attrs.activation === "tanh" ? g.tanh(x) : g.leakyRelu(x, { slope: attrs.slope });
  const layer = (name: "conv1" | "conv2", x: Value) => {
    const bias = inputs[`${name}.bias`]!;
    const y = g.conv(x, inputs[`${name}.weight`]!, attrs[name]);
    return activate(g.add(y, g.reshape(bias, { shape: [...bias.shape, 1, 1] })));
  };
  const penalty = gradientPenalty({ weight: 1 })({
    g,
    discriminate: (x) =>
      g.add(
        g.matmul(flatten(g, layer("conv2", layer("conv1", x))), inputs["dense.weight"]!, {
          transposeA: false,
          transposeB: true,
        }),
        inputs["dense.bias"]!,
      ),
    // between an image and itself lies the image alone
    real: inputs.x!,
    fake: inputs.x!,
    weights: [],
    draw: (_name, shape) => g.fill(0.3, shape),
  });
  const names = Object.keys(given).filter((name) => name !== "x");
  const found = gradient(
    g,
    penalty,
    names.map((name) => inputs[name]!),
  );
  const results = evaluate(
    { inputs, outputs: { penalty, ...Object.fromEntries(names.map((n, i) => [n, found[i]!])) } },
    Object.fromEntries(Object.entries(given).map(([name, { data }]) => [name, data])),
  );
  // PyTorch's has nothing under the root; 1e-8 beside squared norms above 1e-2 moves a norm by 1e-6 at most
  const allowed = { relative: 1e-5, absolute: 1e-6 };
  expect(results.penalty!.data).toBeAllclose(outputs.penalty!.data, allowed);
  for (const name of names) {
    expect(results[name]!.data, name).toBeAllclose(outputs[`gradient.${name}`]!.data, allowed);
  }
});

test("gp looks between real and generated images, dragan within half a deviation of real ones", () => {
  const seen: Value[] = [];
  const g = createBuilder();
  const input = (name: string) => g.input(name, { dtype: "float32", shape: [2, 1, 1, 2] });
  const inputs: Record<string, Value> = { real: input("real"), fake: input("fake") };
  const context = {
    g,
    discriminate(x: Value) {
      seen.push(x);
      return g.reshape(g.sum(x, { axes: [1, 2, 3] }), { shape: [2, 1] });
    },
    real: inputs.real!,
    fake: inputs.fake!,
    weights: [],
    draw(name: string, shape: readonly number[]) {
      inputs[name] = g.input(name, { dtype: "float32", shape });
      return inputs[name];
    },
  };
  const outputs = { gp: gradientPenalty()(context), dragan: dragan()(context) };
  const [between, near] = seen as [Value, Value];
  const results = evaluate(
    { inputs, outputs: { ...outputs, between, near } },
    {
      real: [0.5, -0.5, 0.9, -0.9],
      fake: [0, 1, 0, 1],
      share: [0.25, 1],
      noise: [0, 0.5, 1, 0.25],
    },
  );
  expect(results.between!.data).toBeAllclose([0.125, 0.625, 0.9, -0.9], float64Golden);
  const deviation = Math.sqrt((0.25 + 0.25 + 0.81 + 0.81) / 4);
  const expected = [0.5 - deviation / 2, -0.5, 1, -0.9 - deviation / 4];
  expect(results.near!.data).toBeAllclose(
    expected.map((x) => Math.max(x, -1)),
    float64Golden,
  );
});

describe("of the weights alone", () => {
  test("l2: λ times the mean of ½‖W‖², its gradient λW over the number of weights", () => {
    const { graph, feeds } = penalize(smooth, all.l2!);
    const names = ["conv1/weight", "conv2/weight", "dense/weight"];
    const results = evaluate(graph, feeds);
    const norms = names.map((name) => inner(feeds[name]!, feeds[name]!) / 2);
    expect(results.penalty!.data).toBeAllclose([norms.reduce((a, b) => a + b)], float64Golden);
    expect(results["gradient conv2/weight"]!.data).toBeAllclose(
      feeds["conv2/weight"]!,
      float64Golden,
    );
    expect(results["gradient conv1/bias"]!.data).toEqual(new Float64Array(3));
  });

  test("orthonormal: λ‖WWᵀ − I‖², nothing at an orthonormal weight", () => {
    const { graph, feeds } = penalize(linear, all.orthonormal!);
    const w = feeds["dense/weight"]!;
    const length = Math.sqrt(inner(w, w));
    const at = (weight: Float64Array) =>
      evaluate(graph, { ...feeds, "dense/weight": weight }).penalty!.data;
    expect(at(w)).toBeAllclose([3 * (length ** 2 - 1) ** 2], float64Golden);
    expect(at(w.map((x) => x / length))).toBeAllclose([0], { absolute: 1e-24 });
  });

  test("orthonormal: the gradient is that of ‖WᵀW − I‖², whichever product is the larger", () => {
    const { graph, feeds } = penalize(smooth, all.orthonormal!);
    const results = evaluate(graph, feeds);
    const [rows, columns] = [3, 18];
    const w = feeds["conv1/weight"]!;
    // d‖WᵀW − I‖² = 4 W(WᵀW − I)
    const expected = Float64Array.from({ length: rows * columns }, (_, at) => {
      const [i, j] = [Math.floor(at / columns), at % columns];
      let sum = 0;
      for (let k = 0; k < columns; k++) {
        let product = k === j ? -1 : 0;
        for (let r = 0; r < rows; r++) product += w[r * columns + k]! * w[r * columns + j]!;
        sum += w[i * columns + k]! * product;
      }
      return 3 * 4 * sum;
    });
    expect(results["gradient conv1/weight"]!.data).toBeAllclose(expected, {
      relative: 1e-11,
      absolute: 1e-11,
    });
  });
});

test.each(["gp", "dragan"])("%s of a flat discriminator has a gradient of 0", (name) => {
  const { graph, feeds } = penalize(linear, all[name]!);
  const size = feeds["dense/weight"]!.length;
  const { "gradient dense/weight": found } = evaluate(graph, {
    ...feeds,
    "dense/weight": new Float64Array(size),
  });
  expect(found!.data).toBeAllclose(new Float64Array(size), {});
});

test("options that make no sense are refused by name", () => {
  expect(() => gradientPenalty({ epsilon: 0 })).toThrow(/^gp: epsilon: /);
  expect(() => dragan({ epsilon: -1 })).toThrow(/^dragan: epsilon: /);
  expect(() => gradientPenalty({ weight: 0 })).toThrow(/^gp: weight: /);
  expect(() => dragan({ weight: -1 })).toThrow(/^dragan: weight: /);
  expect(() => l2({ weight: 0 })).toThrow(/^l2: weight: /);
  expect(() => orthonormal({ weight: Number.NaN })).toThrow(/^orthonormal: weight: /);
});
