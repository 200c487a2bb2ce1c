import { expect, test } from "vitest";
import { moments } from "../../../test/support/nn/matrices.ts";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { describeNetwork, type Network } from "../network.ts";
import { type LayerNormOptions, layerNorm } from "./layer-norm.ts";

const layer =
  (options?: LayerNormOptions): Network =>
  (context, x) =>
    layerNorm(context, "norm", x, options);

test("asks for a scale and a shift for each channel, and keeps nothing", () => {
  expect(describeNetwork(layer(), float32(4, 3, 2, 5))).toEqual({
    parameters: [
      { name: "norm/scale", shape: [3], role: "scale", fanIn: 0, fanOut: 0 },
      { name: "norm/shift", shape: [3], role: "shift", fanIn: 0, fanOut: 0 },
    ],
    buffers: [],
    output: float32(4, 3, 2, 5),
  });
});

test.each([
  [{ scale: false }, ["norm/shift"]],
  [{ shift: false }, ["norm/scale"]],
  [{ scale: false, shift: false }, []],
])("with %o has the parameters %o", (options, expected) => {
  const { parameters } = describeNetwork(layer(options), float32(4, 3));
  expect(parameters.map(({ name }) => name)).toEqual(expected);
});

test("gives each example mean 0 and variance 1 without scale and shift, whatever its size", () => {
  const plain = layer({ scale: false, shift: false, epsilon: 1e-12 });
  const { feeds } = evaluateNetwork(plain, [3, 2, 2, 2]);
  const x = Array.from(feeds.x!, (value, i) => value * 10 ** Math.floor(i / 8) + 5);
  const { y } = evaluateNetwork(plain, [3, 2, 2, 2], { x });
  for (const n of [0, 1, 2]) {
    const { mean, variance } = moments(y.data.slice(n * 8, n * 8 + 8));
    expect([mean, variance]).toBeAllclose([0, 1], { absolute: 1e-11 });
  }
});

test("takes each example by itself, in training too", () => {
  const all = evaluateNetwork(layer(), [4, 3, 2, 5], {}, { training: true });
  const x = Array.from(all.feeds.x!).slice(30, 60);
  const one = evaluateNetwork(layer(), [1, 3, 2, 5], { ...all.feeds, x }, { training: true });
  expect(one.y.data).toBeAllclose(all.y.data.slice(30, 60), float64Golden);
});

test("keeps finite what a single number an example leaves", () => {
  const { y, feeds } = evaluateNetwork(layer(), [4, 1]);
  expect(y.data).toBeAllclose(new Array(4).fill(feeds["norm/shift"]![0]), float64Golden);
});
