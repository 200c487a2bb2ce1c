/** What the networks consist of, and what they refuse. */
import { describe, expect, test } from "vitest";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import {
  batchNorm,
  describeNetwork,
  fixup,
  initialValue,
  type LayerContext,
  type Network,
} from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import { plainNetwork, type ResidualOptions, residualNetwork } from "./index.ts";

const IMAGES = [2, 3, 9, 7];
const normalization: Normalization = (context: LayerContext, name, x) =>
  batchNorm(context, name, x);
const plain = { channels: [4, 6], layers: 2, classes: 5 };
const residual: ResidualOptions = { channels: [4, 6], blocks: 2, classes: 5, shortcut: "zeros" };

const namesOf = (network: Network) =>
  describeNetwork(network, float32(...IMAGES)).parameters.map(({ name }) => name);

test.each([
  ["plain", plainNetwork(plain)],
  ["plain and normalized", plainNetwork({ ...plain, normalization })],
  ["residual", residualNetwork(residual)],
  ["residual and normalized", residualNetwork({ ...residual, normalization })],
  ["residual with Fixup", residualNetwork({ ...residual, fixup: true })],
  ["residual with 1x1 shortcuts", residualNetwork({ ...residual, shortcut: "convolution" })],
])("%s: a logit for each class, for images of odd sides", (_name, network) => {
  const { output } = describeNetwork(network, float32(...IMAGES));
  expect(output.shape).toEqual([2, 5]);
});

test("halves the sides at the first layer of each stage but the first", () => {
  const { parameters } = describeNetwork(plainNetwork(plain), float32(...IMAGES));
  const inputs = parameters.flatMap(({ convolution }) =>
    convolution ? [[...convolution.inputSize, convolution.stride]] : [],
  );
  expect(inputs).toEqual([
    [9, 7, 1],
    [9, 7, 1],
    [9, 7, 2],
    [5, 4, 1],
  ]);
});

describe("the residual network", () => {
  test("has biases of channels only where nothing else steadies it", () => {
    const biases = (options: Partial<ResidualOptions>) =>
      namesOf(residualNetwork({ ...residual, ...options })).filter((name) =>
        /\/conv\d\/bias$/.test(name),
      ).length;
    expect(biases({})).toBe(9);
    expect(biases({ normalization })).toBe(0);
    expect(biases({ fixup: true })).toBe(0);
  });

  test("has Fixup's scalars: three biases, a fourth behind the multiplier, all at a tenth of the rate", () => {
    const { parameters } = describeNetwork(
      residualNetwork({ ...residual, fixup: true }),
      float32(...IMAGES),
    );
    const scalars = parameters.filter(({ role }) => role !== "weight");
    const ofBlock = ["before-conv1/bias", "before-relu1/bias", "before-conv2/bias"];
    const expected = ["stage1/block1", "stage1/block2", "stage2/block1", "stage2/block2"].flatMap(
      (block) =>
        [...ofBlock, "multiplier/scale", "before-relu2/bias"].map((name) => `${block}/${name}`),
    );
    expect(scalars.map(({ name }) => name)).toEqual([
      ...["stem/before-relu1/bias", ...expected, "before-dense/bias", "dense/bias"],
    ]);
    const [bias, ...others] = [...scalars].reverse();
    expect([bias?.rate, ...others.map(({ rate }) => rate)]).toEqual([
      undefined,
      ...others.map(() => 0.1),
    ]);
    expect(others.every(({ shape }) => sizeOf(shape) === 1)).toBe(true);
  });

  test("says which branch a layer stands in: all blocks of all stages, two layers, the last one", () => {
    const { parameters } = describeNetwork(
      residualNetwork({ ...residual, blocks: [1, 3] }),
      float32(...IMAGES),
    );
    const places = parameters.flatMap(({ name, branch }) =>
      branch ? [[name.replace("/weight", ""), branch.branches, branch.layers, branch.last]] : [],
    );
    expect(places).toHaveLength(8);
    expect(places.slice(0, 2)).toEqual([
      ["stage1/block1/conv1", 4, 2, false],
      ["stage1/block1/conv2", 4, 2, true],
    ]);
  });

  test("initialized by Fixup it gives 0, and its blocks only pass on what they are given", () => {
    const network = residualNetwork({ ...residual, fixup: true });
    const { parameters } = describeNetwork(network, float32(...IMAGES));
    const values = Object.fromEntries(
      parameters.map((spec) => [
        spec.name,
        initialValue(spec, fixup(), randomStream(1, spec.name)),
      ]),
    );
    const { y, gradients } = evaluateNetwork(network, IMAGES, values);
    expect(Math.max(...y.data.map(Math.abs))).toBe(0);
    // the gradient reaches the dense layer, whose inputs are the stem's means, and no layer before it
    expect(Math.max(...gradients["dense/weight"]!.map(Math.abs))).toBeGreaterThan(0);
    expect(Math.max(...gradients["stem/conv1/weight"]!.map(Math.abs))).toBe(0);
    const deeper = residualNetwork({ ...residual, blocks: 1, fixup: true });
    const shallow = evaluateNetwork(deeper, IMAGES, values);
    expect(shallow.gradients["dense/weight"]!).toBeAllclose(
      gradients["dense/weight"]!,
      float64Golden,
    );
  });

  test.each([
    [
      { blocks: [1, 2, 3] },
      "network.blocks: must be one number, or one for each of the 2 stages of network.channels, got 1, 2, 3",
    ],
    [
      { channels: [6, 4] },
      "network.channels: must not fall from stage to stage with the shortcut zeros, which can only add channels, got 6, 4",
    ],
    [
      { normalization, fixup: true },
      "normalization: must be left out with Fixup, which replaces it",
    ],
  ] as const)("refuses what does not fit: %j", (options, message) => {
    expect(() => residualNetwork({ ...residual, ...options } as ResidualOptions)).toThrow(message);
  });

  test("narrows by a 1x1 convolution", () => {
    const network = residualNetwork({ ...residual, channels: [6, 4], shortcut: "convolution" });
    expect(namesOf(network)).toContain("stage2/block1/shortcut/weight");
  });
});
