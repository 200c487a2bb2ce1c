import { describe, expect, test } from "vitest";
import { asMatrix, moments } from "../../test/support/nn/matrices.ts";
import { float32 } from "../../test/support/nn/networks.ts";
import { orthonormal, samplingErrors } from "../../test/support/tolerances.ts";
import { flatten } from "../graph/index.ts";
import { randomStream } from "../random.ts";
import {
  type Initializer,
  initialValue,
  kaimingNormal,
  lecunNormal,
  normal,
  orthogonal,
  xavierUniform,
} from "./initializers.ts";
import { conv, dense, scalarBias } from "./layers.ts";
import { describeNetwork, type Network } from "./network.ts";
import type { ParameterSpec } from "./parameter.ts";
import { widthRatio } from "./proportions.ts";

/** Three layers from images of three channels to one number. */
const network =
  (channels: number, notes = {}): Network =>
  (context, x) => {
    const a = conv(context, "conv1", x, { channels, kernel: 3, padding: 1 });
    const b = conv(context, "conv2", a, { channels: 2 * channels, kernel: 2, ...notes });
    return scalarBias(
      context,
      "last",
      dense(context, "dense", flatten(context.g, b), { features: 1 }),
      { rate: 0.1 },
    );
  };
const proportioned = (own: Network, reference?: Network) =>
  describeNetwork(own, float32(4, 3, 4, 4), { reference }).parameters;
const weight = (name: string, channels = 5, reference = 20): ParameterSpec =>
  proportioned(network(channels), network(reference)).find(
    (spec) => spec.name === `${name}/weight`,
  )!;

describe("a network with a reference", () => {
  test("weights have r times the learning rate, r the ratio of fan-ins; all else keeps its own", () => {
    const rates = proportioned(network(5), network(20)).map((spec) => [
      spec.name,
      widthRatio(spec),
      spec.rate,
    ]);
    expect(rates).toEqual([
      ["conv1/weight", 1, undefined],
      ["conv1/bias", 1, undefined],
      ["conv2/weight", 4, 4],
      ["conv2/bias", 1, undefined],
      ["dense/weight", 4, 4],
      ["dense/bias", 1, undefined],
      ["last/bias", 1, 0.1],
    ]);
  });

  test("weights know what they are in the reference", () => {
    expect(weight("conv2")).toMatchObject({
      shape: [10, 5, 2, 2],
      fanIn: 20,
      fanOut: 40,
      reference: { shape: [40, 20, 2, 2], fanIn: 80, fanOut: 160 },
    });
  });

  test("a layer that sums beyond its fan-in has the ratio of all terms", () => {
    const [own, wide] = [5, 20].map((channels) => network(channels, { terms: channels ** 2 }));
    const parameters = proportioned(own!, wide);
    expect(parameters.map(widthRatio)).toEqual([1, 1, 16, 1, 4, 1, 1]);
  });

  test("of a network of the same widths there is nothing to change", () => {
    const same = proportioned(network(5), network(5)).map(({ reference: _, ...spec }) => spec);
    expect(same).toEqual(proportioned(network(5)));
  });

  test("refuses a reference of other layers", () => {
    const other: Network = (context, x) =>
      dense(context, "dense", flatten(context.g, x), { features: 1 });
    expect(() => proportioned(network(5), other)).toThrow(
      expect.objectContaining({
        code: "SHAPE",
        message:
          "network: its reference must have the same weights, conv1/weight, conv2/weight, dense/weight, got dense/weight",
      }),
    );
  });
});

describe("initial values are √r times what the reference's weight starts with", () => {
  const draw = (spec: ParameterSpec, initializer: Initializer) =>
    initialValue(spec, initializer, randomStream(1, spec.name));
  const many = (name: string) => weight(name, 100, 400);

  test.each([
    ["normal", normal(0.02), 0.02 ** 2],
    ["LeCun", lecunNormal(), 1 / 1600],
    ["Xavier", xavierUniform(), 2 / (1600 + 3200)],
    ["Kaiming", kaimingNormal(), 2 / 1600],
    ["orthogonal", orthogonal(), 1 / 1600],
  ] as const)("%s", (_name, initializer, variance) => {
    const spec = many("conv2");
    const found = moments(draw(spec, initializer)).variance;
    // at most the deviation of the squares of normal numbers, √2
    const tolerance = samplingErrors * Math.sqrt(2 / (200 * 400));
    expect([found / (4 * variance)]).toBeAllclose([1], { absolute: tolerance });
  });

  test("images and biases start as they do there", () => {
    const spec = weight("conv1");
    expect(draw(spec, normal(0.02))).toEqual(normal(0.02)(spec, randomStream(1, spec.name)));
    const [, bias] = proportioned(network(5), network(20));
    expect(draw(bias!, normal(0.02))).toEqual(new Float32Array(5));
  });

  test("orthonormal rows remain orthonormal where inputs and outputs shrink alike", () => {
    const spec = weight("conv2");
    const matrix = asMatrix(spec.shape, draw(spec, orthogonal()));
    const gram = matrix.mmul(matrix.transpose()).to1DArray();
    expect(gram).toBeAllclose(
      gram.map((_, i) => Number(i % 11 === 0)),
      orthonormal,
    );
  });

  test("of orthonormal columns, all rows of one length, a share of the rows is left", () => {
    // 64 outputs of 27 inputs there, 8 here
    const spec = weight("conv1", 8, 64);
    const matrix = asMatrix(spec.shape, draw(spec, orthogonal()));
    const gram = matrix.mmul(matrix.transpose()).to1DArray();
    expect(gram).toBeAllclose(
      gram.map((_, i) => (i % 9 === 0 ? 27 / 64 : 0)),
      orthonormal,
    );
  });
});
