import { describe, expect, test } from "vitest";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { batchNorm, describeNetwork, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import { mlpDiscriminator, mlpGenerator } from "./mlp.ts";

const normalization: Normalization = (context, name, x) => batchNorm(context, name, x);
const size = { layers: 3, width: 16 };
const layersOf = (network: Network, shape: readonly number[], classes?: number) =>
  Object.fromEntries(
    describeNetwork(network, float32(...shape), { classes }).parameters.map((spec) => [
      spec.name,
      spec.shape,
    ]),
  );

/** A layer of 16 features and its normalization. */
const normalized = (layer: number, inputs: number) => ({
  [`dense${layer}/weight`]: [16, inputs],
  [`dense${layer}/bias`]: [16],
  [`norm${layer}/scale`]: [16],
  [`norm${layer}/shift`]: [16],
});

describe("the generator", () => {
  const generator = (bounded: boolean, imageShape: readonly [number, number, number]) =>
    mlpGenerator({ ...size, normalization, bounded, imageShape });

  test("has hidden layers, each normalized, and one for the image", () => {
    expect(layersOf(generator(false, [2, 1, 1]), [4, 5])).toEqual({
      ...normalized(1, 5),
      ...normalized(2, 16),
      ...normalized(3, 16),
      "dense/weight": [2, 16],
      "dense/bias": [2],
    });
  });

  test("gives points anywhere, pixels in [-1, 1]", () => {
    const largest = (network: Network, shape: readonly number[]) => {
      const { y } = evaluateNetwork(network, [4, 5], {}, { training: true });
      expect(y.shape).toEqual([4, ...shape]);
      return y.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    };
    expect(largest(generator(false, [2, 1, 1]), [2, 1, 1])).toBeGreaterThan(2);
    expect(largest(generator(true, [3, 4, 2]), [3, 4, 2])).toBeLessThanOrEqual(1);
  });
});

describe("the discriminator", () => {
  test("normalizes all hidden layers but the first", () => {
    const layers = layersOf(mlpDiscriminator({ ...size, normalization }), [4, 2, 1, 1]);
    expect(Object.keys(layers).filter((name) => name.endsWith("scale"))).toEqual([
      "norm2/scale",
      "norm3/scale",
    ]);
    expect(layers).toMatchObject({ "dense1/weight": [16, 2], "dense/weight": [1, 16] });
  });

  test("takes small images as well", () => {
    const network = mlpDiscriminator(size);
    expect(layersOf(network, [4, 3, 4, 2])).toMatchObject({ "dense1/weight": [16, 24] });
    expect(describeNetwork(network, float32(4, 3, 4, 2)).output.shape).toEqual([4, 1]);
  });

  test("is told classes before the last hidden layer, or by the last features", () => {
    const layers = (condition: "projection" | "concatenation") =>
      layersOf(mlpDiscriminator({ ...size, condition }), [4, 2, 1, 1], 10);
    expect(layers("concatenation")).toMatchObject({
      "embed/weight": [128, 10],
      "dense2/weight": [16, 16],
      "dense3/weight": [16, 16 + 128],
    });
    expect(layers("projection")).toMatchObject({ "embed/weight": [16, 10] });
  });
});

test("weights tell the slope of their network and which is the last", () => {
  const notes = (network: Network, shape: readonly number[]) =>
    describeNetwork(network, float32(...shape)).parameters.flatMap(({ role, slope, last }) =>
      role === "weight" ? [[slope, last]] : [],
    );
  const one = { layers: 1, width: 2 };
  expect(notes(mlpDiscriminator(one), [1, 2, 1, 1])).toEqual([
    [0.1, undefined],
    [0.1, true],
  ]);
  const generator = mlpGenerator({ ...one, normalization, bounded: false, imageShape: [2, 1, 1] });
  expect(notes(generator, [2, 3])).toEqual([
    [0, undefined],
    [0, true],
  ]);
});

test("refuses to have no hidden layer", () => {
  expect(() => mlpDiscriminator({ layers: 0, width: 4 })).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: mlpDiscriminator: layers must be a positive integer, got 0]`,
  );
  expect(() =>
    mlpGenerator({ layers: 1.5, width: 4, normalization, bounded: true, imageShape: [1, 2, 2] }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: mlpGenerator: layers must be a positive integer, got 1.5]`,
  );
});
