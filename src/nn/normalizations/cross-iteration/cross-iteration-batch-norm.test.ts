import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../../../test/support/golden/cases.ts";
import { gaussian } from "../../../../test/support/nn/matrices.ts";
import {
  evaluateNetwork,
  float32,
  linearLayer,
  type Numbers,
} from "../../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../../test/support/tolerances.ts";
import {
  createBuilder,
  evaluate,
  flatten,
  gradient,
  sizeOf,
  sum,
  type Value,
} from "../../../graph/index.ts";
import { conv, deconv, dense } from "../../layers.ts";
import { applyNetwork, describeNetwork, type Network } from "../../network.ts";
import { inferenceBuffers } from "../../parameter.ts";
import { batchNorm } from "../batch-norm.ts";
import {
  type CrossIterationBatchNormOptions,
  crossIterationBatchNorm,
} from "./cross-iteration-batch-norm.ts";

interface GoldenFile {
  readonly inputs: Readonly<Record<string, readonly GoldenTensor[]>>;
  readonly upstream: GoldenTensor;
  readonly cases: readonly {
    readonly options: CrossIterationBatchNormOptions;
    readonly outputs: readonly GoldenTensor[];
    readonly gradients: Readonly<Record<string, GoldenTensor>>;
    readonly running: Readonly<Record<string, GoldenTensor>>;
  }[];
}
const url = new URL("../../../../test/golden/cross-iteration-batch-norm.json", import.meta.url);
const golden = JSON.parse(readFileSync(url, "utf8")) as GoldenFile;

/** The network of scripts/golden/cross-iteration-batch-norm.py. */
const goldenNetwork =
  (options: CrossIterationBatchNormOptions): Network =>
  (context, x) => {
    const { g } = context;
    const normed = (i: number, y: Value) =>
      crossIterationBatchNorm(context, `norm${i}`, y, options);
    const activate = (y: Value) => g.leakyRelu(y, { slope: 0.1 });
    const conv1 = conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 });
    const shrink = { channels: 3, kernel: 2, stride: 2, bias: false };
    const conv2 = conv(context, "conv2", activate(normed(1, conv1)), shrink);
    const grow = { channels: 2, kernel: 2, stride: 2 };
    const conv3 = deconv(context, "conv3", activate(normed(2, conv2)), grow);
    const features = flatten(g, activate(normed(3, conv3)));
    return normed(4, dense(context, "dense", features, { features: 4 }));
  };

/** A network in training mode whose buffers go from pass to pass, from their initial values. */
function inTraining(network: Network, shape: readonly number[], upstream?: ArrayLike<number>) {
  const { parameters, buffers } = describeNetwork(network, float32(...shape));
  const g = createBuilder();
  const inputs = Object.fromEntries(
    [{ name: "x", shape }, ...parameters, ...buffers].map((spec) => [
      spec.name,
      g.input(spec.name, float32(...spec.shape)),
    ]),
  );
  const { output, updates } = applyNetwork(g, network, inputs, inputs.x!, { training: true });
  const weights = g.constant(upstream ?? gaussian(sizeOf(output.shape), "y"), output.shape);
  const trained = ["x", ...parameters.map(({ name }) => name)];
  const slopes = gradient(
    g,
    sum(g, g.mul(output, weights)),
    trained.map((name) => inputs[name]!),
  );
  const graph = {
    inputs,
    outputs: {
      y: output,
      ...Object.fromEntries(Object.entries(updates).map(([name, to]) => [`next ${name}`, to])),
      ...Object.fromEntries(trained.map((name, i) => [`gradient ${name}`, slopes[i]!])),
    },
  };
  let state: Numbers = Object.fromEntries(
    buffers.map((spec) => [spec.name, new Float64Array(sizeOf(spec.shape)).fill(spec.initial)]),
  );
  return {
    state: () => state,
    /** Outputs by name: `y`, `gradient x`, … */
    pass(given: Numbers): Numbers {
      const results = evaluate(graph, { ...state, ...given });
      const numbers = Object.fromEntries(
        Object.entries(results).map(([name, { data }]) => [name, data]),
      );
      state = Object.fromEntries(
        buffers.map(({ name }) => [name, numbers[`next ${name}`] ?? state[name]!]),
      );
      return numbers;
    },
  };
}

const iterations = golden.inputs.x!.map((_, t) =>
  Object.fromEntries(
    Object.entries(golden.inputs).map(([name, values]) => [name, values[t]!.data]),
  ),
);
const namedCases = golden.cases.map((one) => ({ name: JSON.stringify(one.options), ...one }));

test.each(namedCases)("PyTorch: $name", ({ options, outputs, gradients, running }) => {
  const shape = golden.inputs.x![0]!.shape;
  const { pass, state } = inTraining(goldenNetwork(options), shape, golden.upstream.data);
  let last: Numbers = {};
  for (const [t, given] of iterations.entries()) {
    last = pass(given);
    expect(last.y, `iteration ${t}`).toBeAllclose(outputs[t]!.data, float64Golden);
  }
  for (const [name, { data }] of Object.entries(gradients)) {
    expect(last[`gradient ${name}`], name).toBeAllclose(data, float64Golden);
  }
  for (const [i, layer] of ["conv1", "conv2", "conv3", "dense"].entries()) {
    for (const name of ["mean", "variance"]) {
      const expected = running[`${layer}.${name}`]!.data;
      expect(state()[`norm${i + 1}/${name}`]).toBeAllclose(expected, float64Golden);
    }
  }
});

const SHAPE = [3, 2, 2, 2] as const;
/** A convolution and its normalization. */
const one =
  (options: CrossIterationBatchNormOptions): Network =>
  (context, x) =>
    crossIterationBatchNorm(context, "norm", linearLayer(context, x), options);
const plain: Network = (context, x) => batchNorm(context, "norm", linearLayer(context, x));
/** Different numbers in each iteration. */
const numbersOf = (t: number): Numbers => ({
  x: gaussian(sizeOf(SHAPE), `x ${t}`),
  "layer/weight": gaussian(4, "weight").map((w, i) => w + 0.05 * Math.sin(t + i)),
  "layer/bias": gaussian(2, `bias ${t}`),
  "norm/scale": [1.5, -0.5],
  "norm/shift": [0.25, 2],
});
/** The outputs and gradients of five iterations. */
const five = (network: Network) => {
  const { pass } = inTraining(network, SHAPE);
  return [0, 1, 2, 3, 4].map((t) => pass(numbersOf(t)));
};

test("of one iteration is batch normalization, to the bit, with its gradients", () => {
  expect(five(one({ window: 1 }))).toEqual(five(plain));
});

test("starts as batch normalization, to the bit", () => {
  const [first, second] = five(one({}));
  const [expected, next] = five(plain);
  expect(first!.y).toEqual(expected!.y);
  expect(second!.y).not.toEqual(next!.y);
});

test("uses no other iteration's statistics in the warm-up, nor the warm-up's after it", () => {
  const warmed = five(one({ warmUp: 3 }));
  const expected = five(plain);
  for (const t of [0, 1, 2, 3]) expect(warmed[t]!.y).toEqual(expected[t]!.y);
  const { pass } = inTraining(one({}), SHAPE);
  expect(warmed[4]!.y).toEqual([3, 4].map((t) => pass(numbersOf(t))).at(-1)!.y);
});

test("keeps a count, and for each iteration the statistics, their derivatives and the products", () => {
  const { buffers } = describeNetwork(one({ window: 4 }), float32(...SHAPE), {
    sources: ["real", "generated"],
  });
  const shapes = Object.fromEntries(buffers.map(({ name, shape }) => [name, shape]));
  expect(shapes).toEqual({
    "norm/mean": [2],
    "norm/variance": [2],
    ...Object.fromEntries(
      ["real", "generated"].flatMap((source) => [
        [`norm/past/count/${source}`, [1]],
        [`norm/past/mean/${source}`, [3, 2]],
        [`norm/past/variance/${source}`, [3, 2]],
        [`norm/past/mean-slope/${source}`, [3, 2]],
        [`norm/past/variance-slope/${source}`, [3, 2, 2]],
        [`norm/past/mean-product/${source}`, [3, 2]],
        [`norm/past/variance-product/${source}`, [3, 2]],
      ]),
    ),
  });
  expect(inferenceBuffers(buffers).map(({ name }) => name)).toEqual(["norm/mean", "norm/variance"]);
});

test("at inference uses the running statistics alone, ε inside the root or outside", () => {
  const running = { "norm/mean": [0.5, -1], "norm/variance": [4, 0.25] };
  const given = { ...numbersOf(0), ...running };
  const inside = evaluateNetwork(one({ epsilon: 0.1 }), SHAPE, given);
  const outside = evaluateNetwork(one({ epsilon: 0.1, epsilonPlace: "outside" }), SHAPE, given);
  const divisors = (root: (variance: number) => number) =>
    running["norm/variance"].map((variance) => root(variance));
  const expected = (by: readonly number[]) =>
    Array.from(inside.y.data, (y, i) => {
      const c = Math.floor(i / 4) % 2;
      const shift = [0.25, 2][c]!;
      return ((y - shift) * Math.sqrt(running["norm/variance"][c]! + 0.1)) / by[c]! + shift;
    });
  expect(outside.y.data).toBeAllclose(
    expected(divisors((variance) => Math.sqrt(variance) + 0.1)),
    float64Golden,
  );
  expect(inside.updates).toEqual({});
});

test("with ε outside the root has a gradient where all numbers are equal", () => {
  const { pass } = inTraining(one({ epsilonPlace: "outside" }), SHAPE);
  const found = pass({ ...numbersOf(0), x: new Float64Array(sizeOf(SHAPE)) });
  expect(
    Object.values(found)
      .flatMap((each) => [...Array.from(each)])
      .every(Number.isFinite),
  ).toBe(true);
});

test("keeps what it stores of different sources apart", () => {
  const network = one({ window: 2 });
  const g = createBuilder();
  const sources = ["real", "generated"];
  const { parameters, buffers } = describeNetwork(network, float32(...SHAPE), { sources });
  const inputs = Object.fromEntries(
    [...parameters, ...buffers].map(({ name, shape }) => [name, g.input(name, float32(...shape))]),
  );
  const x = g.input("x", float32(...SHAPE));
  const { updates } = applyNetwork(g, network, inputs, x, { training: true, source: "real" });
  const names = Object.keys(updates);
  expect(names.filter((name) => name.includes("/past/"))).toHaveLength(7);
  expect(names.filter((name) => name.includes("generated"))).toEqual([]);
});

describe("what comes before it", () => {
  const apart: Network = (context, x) =>
    crossIterationBatchNorm(context, "norm", context.g.relu(linearLayer(context, x)));

  test("has to be a layer with weights", () => {
    const inside: Network = (context, x) => context.scope("block1", () => apart(context, x));
    expect(() => describeNetwork(inside, float32(...SHAPE))).toThrow(
      "cross-iteration batch norm block1/norm: must follow a dense layer, a convolution or a sum",
    );
  });

  test("may be anything without compensation", () => {
    const network: Network = (context, x) =>
      crossIterationBatchNorm(context, "norm", x, { compensation: "none" });
    const { buffers } = describeNetwork(network, float32(...SHAPE));
    expect(buffers.map(({ name }) => name)).toEqual([
      ...["norm/mean", "norm/variance"],
      ...["norm/past/count", "norm/past/mean", "norm/past/variance"],
    ]);
  });
});
