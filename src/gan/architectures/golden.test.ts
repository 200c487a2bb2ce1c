/** The networks against PyTorch: parameters, outputs and gradients. */
import { expect, test } from "vitest";
import { type GoldenCase, goldenCases } from "../../../test/support/golden/cases.ts";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import { batchNorm, describeNetwork, type LayerContext, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import { cnnDiscriminator } from "./cnn.ts";
import { mlpDiscriminator, mlpGenerator } from "./mlp.ts";
import { resnetDiscriminator, resnetGenerator } from "./resnet.ts";

/** Of the three classes of scripts/golden/architectures.py. */
const CLASSES = 3;

const withoutScale: Normalization = (context: LayerContext, name, x) =>
  batchNorm(context, name, x, { scale: false });
const withScale: Normalization = (context, name, x) => batchNorm(context, name, x);
const normalizedBy = (normalization: Normalization, norm: boolean) =>
  norm ? { normalization } : {};

type Attributes = GoldenCase["attrs"];
const blocksOf = (blocks: readonly (readonly [number, boolean])[]) =>
  blocks.map(([channels, down]) => ({ channels, down }));

const builders: Readonly<Record<string, (attributes: Attributes) => Network>> = {
  cnn_discriminator: ({ norm, ...options }) =>
    cnnDiscriminator({ ...options, ...normalizedBy(withoutScale, norm) }),
  mlp_discriminator: ({ norm, ...options }) =>
    mlpDiscriminator({ ...options, ...normalizedBy(withoutScale, norm) }),
  mlp_generator: (options) => mlpGenerator({ ...options, normalization: withScale }),
  resnet_discriminator: ({ norm, blocks, ...options }) =>
    resnetDiscriminator({
      ...options,
      blocks: blocksOf(blocks),
      ...normalizedBy(withScale, norm),
    }),
  resnet_generator: ({ fixup, ...options }) =>
    resnetGenerator({
      ...options,
      imageChannels: 1,
      ...(fixup ? { fixup } : { normalization: withScale }),
    }),
};

/** `[N, C, H, W]` to sums over H; others as they are. */
function columns(shape: readonly number[], data: Float64Array): Float64Array {
  if (shape.length !== 4) return data;
  const [n, c, height, width] = shape as [number, number, number, number];
  const sums = new Float64Array(n * c * width);
  for (const [i, x] of data.entries()) {
    sums[Math.floor(i / (height * width)) * width + (i % width)]! += x;
  }
  return sums;
}

const cases = Object.keys(builders).flatMap((op) => goldenCases(op, "architectures.json"));

test.each(cases)("$op: $name", ({ op, attrs, inputs, outputs }) => {
  const network = builders[op]!(attrs);
  const { x, labels, upstream, ...parameters } = inputs;
  const shape = x!.shape;
  const described = describeNetwork(network, float32(...shape), { classes: CLASSES });
  expect(Object.fromEntries(described.parameters.map((spec) => [spec.name, spec.shape]))).toEqual(
    Object.fromEntries(Object.entries(parameters).map(([name, t]) => [name, t.shape])),
  );

  const numbers = Object.entries({ x: x!, ...parameters }).map(([name, t]) => [name, t.data]);
  const size = sizeOf(described.output.shape);
  const { y, gradients } = evaluateNetwork(network, shape, Object.fromEntries(numbers), {
    training: true,
    // the same for each row of images
    upstream: Float64Array.from({ length: size }, (_, i) => {
      const given = upstream!.data;
      return given[i % given.length]!;
    }),
    condition: { labels: labels!.data, classes: CLASSES },
  });
  expect(columns(y.shape, y.data)).toBeAllclose(outputs.y!.data, float64Golden);
  for (const [key, { data }] of Object.entries(outputs)) {
    if (!key.startsWith("gradient.")) continue;
    const name = key.slice("gradient.".length);
    const found = gradients[name]!;
    const flat = name === "x" ? columns(shape, found) : found;
    expect(flat, name).toBeAllclose(data, float64Golden);
  }
});
