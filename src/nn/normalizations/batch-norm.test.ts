import { describe, expect, test } from "vitest";
import { goldenCases } from "../../../test/support/golden/cases.ts";
import { runEngine } from "../../../test/support/graph/engine.ts";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, gradient, simplify, sum } from "../../graph/index.ts";
import { toOnnx } from "../../graph/onnx/index.ts";
import { randomStream } from "../../random.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { applyNetwork, describeNetwork, type Network } from "../network.ts";
import { type BatchNormOptions, batchNorm } from "./batch-norm.ts";

const layer =
  (options?: BatchNormOptions): Network =>
  (context, x) =>
    batchNorm(context, "norm", x, options);

const training = { training: true };
const SHAPE = [4, 3, 2, 5] as const;
const COUNT = 40;

/** For each element of `[4, 3, 2, 5]`, its channel. */
const channelOf = (i: number) => Math.floor(i / 10) % 3;

/** Mean and variance of each channel; `unbiased` with divisor n − 1, else n. */
function statistics(x: ArrayLike<number>, unbiased: boolean) {
  const channels = [0, 1, 2].map((c) => Array.from(x).filter((_, i) => channelOf(i) === c));
  const mean = channels.map((values) => values.reduce((a, b) => a + b, 0) / COUNT);
  const variance = channels.map(
    (values, c) =>
      values.reduce((sum, v) => sum + (v - mean[c]!) ** 2, 0) / (COUNT - (unbiased ? 1 : 0)),
  );
  return { mean, variance };
}

test("asks for scale and shift, and keeps a running mean and variance, one a channel", () => {
  expect(describeNetwork(layer(), float32(...SHAPE))).toEqual({
    parameters: [
      { name: "norm/scale", shape: [3], role: "scale", fanIn: 0, fanOut: 0 },
      { name: "norm/shift", shape: [3], role: "shift", fanIn: 0, fanOut: 0 },
    ],
    buffers: [
      { name: "norm/mean", shape: [3], initial: 0 },
      { name: "norm/variance", shape: [3], initial: 1 },
    ],
    output: float32(...SHAPE),
  });
});

test.each([
  [{ scale: false }, ["norm/shift"]],
  [{ shift: false }, ["norm/scale"]],
  [{ scale: false, shift: false }, []],
])("with %o has the parameters %o", (options, expected) => {
  const { parameters, buffers } = describeNetwork(layer(options), float32(...SHAPE));
  expect(parameters.map(({ name }) => name)).toEqual(expected);
  expect(buffers).toHaveLength(2);
});

describe("in training", () => {
  test("normalizes with the batch's own statistics", () => {
    const { y, feeds } = evaluateNetwork(layer(), SHAPE, {}, training);
    const { mean, variance } = statistics(feeds.x!, false);
    const expected = Array.from(feeds.x!, (x, i) => {
      const c = channelOf(i);
      const normal = (x - mean[c]!) / Math.sqrt(variance[c]! + 1e-5);
      return normal * feeds["norm/scale"]![c]! + feeds["norm/shift"]![c]!;
    });
    expect(y.data).toBeAllclose(expected, float64Golden);
  });

  test("gives mean 0 and variance 1 without scale and shift", () => {
    const plain = layer({ scale: false, shift: false, epsilon: 1e-12 });
    const { y } = evaluateNetwork(plain, SHAPE, {}, training);
    const { mean, variance } = statistics(y.data, false);
    expect(mean).toBeAllclose([0, 0, 0], { absolute: 1e-11 });
    expect(variance).toBeAllclose([1, 1, 1], { absolute: 1e-11 });
  });

  test.each([undefined, 0.75])(
    "moves the running statistics towards the batch's, the variance unbiased (decay %s)",
    (decay) => {
      const options = decay === undefined ? {} : { decay };
      const { feeds, updates } = evaluateNetwork(layer(options), SHAPE, {}, training);
      const { mean, variance } = statistics(feeds.x!, true);
      const kept = decay ?? 0.9;
      const moved = (running: ArrayLike<number>, batch: readonly number[]) =>
        batch.map((b, c) => kept * running[c]! + (1 - kept) * b);
      expect(Object.keys(updates).sort()).toEqual(["norm/mean", "norm/variance"]);
      expect(updates["norm/mean"]).toBeAllclose(moved(feeds["norm/mean"]!, mean), float64Golden);
      expect(updates["norm/variance"]).toBeAllclose(
        moved(feeds["norm/variance"]!, variance),
        float64Golden,
      );
    },
  );

  test("does not look at the running statistics", () => {
    const elsewhere = { "norm/mean": [7, 8, 9], "norm/variance": [2, 3, 4] };
    const { y, gradients } = evaluateNetwork(layer(), SHAPE, {}, training);
    expect(evaluateNetwork(layer(), SHAPE, elsewhere, training).y.data).toEqual(y.data);
    expect(gradients["norm/mean"]).toEqual(new Float64Array(3));
  });

  test("keeps finite what a single number a feature leaves", () => {
    const { y, feeds, updates } = evaluateNetwork(layer(), [1, 3], {}, training);
    expect(y.data).toBeAllclose(feeds["norm/shift"]!, float64Golden);
    expect(updates["norm/variance"]).toBeAllclose(
      Array.from(feeds["norm/variance"]!, (v) => 0.9 * v),
      float64Golden,
    );
  });

  test("does not send gradients through the running statistics", () => {
    const g = createBuilder();
    const inputs = Object.fromEntries(
      [
        ["x", SHAPE],
        ["norm/scale", [3]],
        ["norm/shift", [3]],
        ["norm/mean", [3]],
        ["norm/variance", [3]],
      ].map(([name, shape]) => [
        name as string,
        g.input(name as string, float32(...(shape as number[]))),
      ]),
    );
    const { updates } = applyNetwork(g, layer(), inputs, inputs.x!, training);
    const all = g.add(sum(g, updates["norm/mean"]!), sum(g, updates["norm/variance"]!));
    const [slope] = gradient(g, all, [inputs.x!]);
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape }]) => [
        name,
        Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i)),
      ]),
    );
    const { y } = evaluate({ inputs, outputs: { y: slope! } }, feeds);
    expect(y!.data).toEqual(new Float64Array(120));
  });
});

test("at inference uses the running statistics, and moves nothing", () => {
  const running = { "norm/mean": [0.5, -1, 2], "norm/variance": [1.5, 0.25, 4] };
  const { y, feeds, updates } = evaluateNetwork(layer({ epsilon: 1e-3 }), SHAPE, running);
  const expected = Array.from(feeds.x!, (x, i) => {
    const c = channelOf(i);
    const deviation = Math.sqrt(running["norm/variance"][c]! + 1e-3);
    const normal = (x - running["norm/mean"][c]!) / deviation;
    return normal * feeds["norm/scale"]![c]! + feeds["norm/shift"]![c]!;
  });
  expect(y.data).toBeAllclose(expected, float64Golden);
  expect(updates).toEqual({});
});

test("at inference takes each image by itself", () => {
  const running = { "norm/mean": [0.5, -1, 2], "norm/variance": [1.5, 0.25, 4] };
  const all = evaluateNetwork(layer(), SHAPE, running);
  const x = Array.from(all.feeds.x!).slice(30, 60);
  const one = evaluateNetwork(layer(), [1, 3, 2, 5], { ...all.feeds, x });
  expect(one.y.data).toBeAllclose(all.y.data.slice(30, 60), float64Golden);
});

test.each(goldenCases("batch_norm"))("$name equals PyTorch's, with its gradients", (golden) => {
  const { inputs, outputs, attrs } = golden;
  const given = {
    x: inputs.x!.data,
    "norm/scale": inputs.scale!.data,
    "norm/shift": inputs.shift!.data,
  };
  const { y, gradients } = evaluateNetwork(
    layer({ epsilon: attrs.epsilon }),
    inputs.x!.shape,
    given,
    { training: true, upstream: inputs.upstream!.data },
  );
  expect(y.data).toBeAllclose(outputs.y!.data, float64Golden);
  expect(gradients.x).toBeAllclose(outputs["gradient.x"]!.data, float64Golden);
  expect(gradients["norm/scale"]).toBeAllclose(outputs["gradient.scale"]!.data, float64Golden);
  expect(gradients["norm/shift"]).toBeAllclose(outputs["gradient.shift"]!.data, float64Golden);
});

test("keeps its accuracy where means are large: in blocks of channels, and without", async () => {
  const blocks = await nodeEngine({ device: "cpu" }).blocks?.();
  const channels = 2 * (blocks ?? 16);
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [8, channels, 4, 4] });
  const weight = g.input("weight", { dtype: "float32", shape: [channels, channels, 1, 1] });
  const parameters = {
    "norm/mean": g.fill(0, [channels]),
    "norm/variance": g.fill(1, [channels]),
    "norm/scale": g.fill(1, [channels]),
    "norm/shift": g.fill(0, [channels]),
  };
  // a convolution that changes nothing, so that blocks come in
  const same = g.conv(x, weight, { stride: [1, 1], padding: [0, 0, 0, 0] });
  const { output } = applyNetwork(g, layer(), parameters, same, training);
  const graph = { inputs: { x, weight }, outputs: { y: output } };
  const numbers = randomStream(1, "x").fillNormal(new Float32Array(8 * channels * 16));
  const feeds = {
    x: Float64Array.from(numbers, (value) => Math.fround(1000 + value)),
    weight: Float64Array.from({ length: channels ** 2 }, (_, i) =>
      Number(i % (channels + 1) === 0),
    ),
  };
  const expected = evaluate(graph, feeds).y!.data;
  for (const size of [undefined, blocks]) {
    const { y } = await runEngine(toOnnx(simplify(graph), { blocks: size }), graph.inputs, feeds);
    // the mean of numbers near 1000 is known to 2⁻²⁴ of them: 6e-5, of a deviation of 1
    expect(y!.data).toBeAllclose(expected, { absolute: 2e-4 });
  }
});
