import { expect, test } from "vitest";
import { evaluateNetwork, float32 } from "../../test/support/nn/networks.ts";
import { embedding } from "./embedding.ts";
import { describeNetwork, type Network } from "./network.ts";

const network: Network = (context) => embedding(context, "embed", { features: 2, gain: 3 });

test("asks for weight [features, classes], as a dense layer of one-hot labels", () => {
  expect(describeNetwork(network, float32(4, 1), { classes: 3 })).toEqual({
    parameters: [
      { name: "embed/weight", shape: [2, 3], role: "weight", fanIn: 3, fanOut: 2, gain: 3 },
    ],
    buffers: [],
    output: float32(4, 2),
  });
});

test("gives each label its column, whose gradient is the sum over the examples of that class", () => {
  const given = { "embed/weight": [1, 2, 3, 10, 20, 30] };
  const { y, gradients } = evaluateNetwork(network, [4, 1], given, {
    condition: { labels: [2, 0, 2, 2], classes: 3 },
    upstream: [1, 2, 3, 4, 5, 6, 7, 8],
  });
  expect(Array.from(y.data)).toEqual([3, 30, 1, 10, 3, 30, 3, 30]);
  expect(Array.from(gradients["embed/weight"]!)).toEqual([3, 0, 13, 4, 0, 16]);
});

test("without classes says what is missing", () => {
  expect(() => describeNetwork(network, float32(4, 1))).toThrow(
    expect.objectContaining({
      code: "CONFIG",
      message: "embedding embed: must get the classes of the examples, got no condition",
      advice: expect.stringContaining("conditional"),
    }),
  );
});
