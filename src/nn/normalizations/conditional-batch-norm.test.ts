import { expect, test } from "vitest";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { randomStream } from "../../random.ts";
import { initialValue, normal } from "../initializers.ts";
import { describeNetwork, type Network } from "../network.ts";
import { batchNorm } from "./batch-norm.ts";
import { conditionalBatchNorm } from "./conditional-batch-norm.ts";

const network: Network = (context, x) => conditionalBatchNorm(context, "norm", x);
const shape = [4, 3, 2, 5] as const;

test("asks for a scale and a shift for each class and channel, 1 and 0 at first", () => {
  const { parameters, buffers, output } = describeNetwork(network, float32(...shape), {
    classes: 2,
  });
  expect(parameters).toEqual([
    { name: "norm/scale", shape: [2, 3], role: "scale", fanIn: 0, fanOut: 0 },
    { name: "norm/shift", shape: [2, 3], role: "shift", fanIn: 0, fanOut: 0 },
  ]);
  const values = parameters.map((spec) => initialValue(spec, normal(1), randomStream(1, "x")));
  expect(values.map((v) => Array.from(v))).toEqual([Array(6).fill(1), Array(6).fill(0)]);
  expect(buffers).toEqual([
    { name: "norm/mean", shape: [3], initial: 0 },
    { name: "norm/variance", shape: [3], initial: 1 },
  ]);
  expect(output).toEqual(float32(...shape));
});

test.each([true, false])(
  "with one row for all classes is batch normalization (training: %s)",
  (training) => {
    const row = { scale: [1.5, -2, 0.5], shift: [0.25, 1, -3] };
    const statistics = { "norm/mean": [0.5, -1, 2], "norm/variance": [1.5, 0.25, 4] };
    const plain = evaluateNetwork(
      (context, x) => batchNorm(context, "norm", x),
      shape,
      { ...statistics, "norm/scale": row.scale, "norm/shift": row.shift },
      { training },
    );
    const rows = (values: readonly number[]) => [...values, ...values];
    const conditional = evaluateNetwork(
      network,
      shape,
      { ...statistics, "norm/scale": rows(row.scale), "norm/shift": rows(row.shift) },
      { training, condition: { labels: [1, 0, 0, 1], classes: 2 } },
    );
    expect(conditional.y.data).toBeAllclose(plain.y.data, float64Golden);
    expect(conditional.updates).toEqual(plain.updates);
  },
);

test("refuses one class for several examples", () => {
  const condition = { labels: [1], classes: 2 };
  expect(() => evaluateNetwork(network, shape, {}, { condition })).toThrow(
    "conditional batch norm norm: must get one class for each of 4 examples, got 1",
  );
});

test("without classes says what is missing", () => {
  expect(() => describeNetwork(network, float32(...shape))).toThrow(
    expect.objectContaining({
      code: "CONFIG",
      message:
        "conditional batch norm norm: must get the classes of the examples, got no condition",
      advice: expect.stringContaining("conditional"),
    }),
  );
});
