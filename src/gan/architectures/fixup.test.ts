/** Residual networks with Fixup: what is in them, and what the initializer is made for. */
import { describe, expect, test } from "vitest";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { evaluateNetwork, float32 } from "../../../test/support/nn/networks.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import {
  describeNetwork,
  fixup,
  type Initializer,
  initialValue,
  kaimingNormal,
  type Network,
} from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import { resnetDiscriminator, resnetGenerator } from "./resnet.ts";

const IMAGE = [1, 3, 8, 8];
const WIDTH = 8;

/** One block that halves, the others as they came. */
const discriminator = (depth: number, options: { readonly fixup?: false } | { fixup: true }) =>
  resnetDiscriminator({
    blocks: Array.from({ length: depth }, (_, i) => ({ channels: WIDTH, down: i === 0 })),
    variant: "miyato",
    ...options,
  });
const generator = resnetGenerator({
  side: 2,
  channels: WIDTH,
  blocks: [WIDTH, WIDTH],
  imageChannels: 3,
  fixup: true,
});

/** The initializer's numbers for all parameters but the last layer's, where a fixed number shows what comes before. */
function initialized(
  network: Network,
  shape: readonly number[],
  initializer: Initializer,
  seed = 1,
) {
  const { parameters } = describeNetwork(network, float32(...shape));
  return Object.fromEntries(
    parameters.map((spec) => [
      spec.name,
      spec.last
        ? new Float32Array(sizeOf(spec.shape)).fill(0.1)
        : initialValue(spec, initializer, randomStream(seed, spec.name)),
    ]),
  );
}

describe.each([
  ["generator", generator, [2, 3], ["conv", "tanh", "dense", "relu"]],
  ["discriminator", discriminator(3, { fixup: true }), IMAGE, ["dense", "relu"]],
] as const)("the %s", (_name, network, shape, outside) => {
  const { parameters } = describeNetwork(network, float32(...shape));

  test("has weights, scalars and the dense layer's bias", () => {
    const others = parameters.filter(({ role, rate }) => role !== "weight" && rate === undefined);
    expect(others.map(({ name }) => name)).toEqual(["dense/bias"]);
  });

  test("has one number before each layer and activation, one multiplier a branch, at a tenth of the rate", () => {
    const blocks = new Set(parameters.flatMap(({ name }) => name.match(/^block\d+/)?.[0] ?? []));
    const expected = outside.map((place) => `before-${place}/bias`);
    for (const block of blocks) {
      expected.push(`${block}/multiplier/scale`);
      const layers = parameters.filter(({ name }) => name.match(`^${block}/.*weight$`));
      for (const { name } of layers) {
        expected.push(`${block}/before-${name.split("/")[1]}/bias`);
      }
      expected.push(`${block}/before-relu2/bias`);
      // the discriminator's first block has one ReLU
      if (block !== "block1" || network === generator) expected.push(`${block}/before-relu1/bias`);
    }
    const scalars = parameters.filter(({ rate }) => rate === 0.1);
    expect(scalars.map(({ name }) => name).sort()).toEqual(expected.sort());
    expect(scalars.every(({ shape: own }) => own.join() === "1")).toBe(true);
  });

  test("starts as its shortcuts alone: a branch's first layers do not matter, its last one learns", () => {
    const given = initialized(network, shape, fixup());
    const { y, gradients } = evaluateNetwork(network, shape, {
      x: gaussian(sizeOf(shape), "x"),
      ...given,
    });
    const others = Object.fromEntries(
      Object.entries(given).map(([name, data]) => [
        name,
        /block\d\/conv1\/weight/.test(name) ? gaussian(data.length, `other ${name}`) : data,
      ]),
    );
    const same = evaluateNetwork(network, shape, { x: gaussian(sizeOf(shape), "x"), ...others });
    expect(same.y.data).toBeAllclose(y.data, float64Golden);
    expect(y.data.some((value) => Math.abs(value) > 0.1)).toBe(true);
    expect(gradients["block2/conv1/weight"]!.every((slope) => slope === 0)).toBe(true);
    expect(gradients["block2/conv2/weight"]!.some((slope) => Math.abs(slope) > 1e-3)).toBe(true);
  });

  test("gives 0 at first", () => {
    const given = parameters.map(
      (spec) => [spec.name, initialValue(spec, fixup(), randomStream(1, spec.name))] as const,
    );
    const { y } = evaluateNetwork(network, shape, Object.fromEntries(given));
    expect(y.data.every((value) => value === 0)).toBe(true);
  });
});

/**
 * How much a step of gradient descent in the branches' weights, those of the first block left out, which
 * sees other data, changes the output, for each unit of the learning rate: the mean over a few
 * initializations.
 */
function change(network: Network, initializer: Initializer): number {
  const rate = 1e-9;
  const changes = [1, 2, 3, 4].map((seed) => {
    const x = gaussian(sizeOf(IMAGE), `x ${seed}`);
    const given = { x, ...initialized(network, IMAGE, initializer, seed) };
    const before = evaluateNetwork(network, IMAGE, given);
    const moved = Object.entries(given).map(([name, data]) => {
      if (!/block([2-9]|\d\d)\/conv\d\/weight/.test(name)) return [name, data];
      const slope = before.gradients[name]!;
      return [name, Float64Array.from(data, (w, i) => w - rate * slope[i]!)];
    });
    const after = evaluateNetwork(network, IMAGE, Object.fromEntries(moved));
    return (before.y.data[0]! - after.y.data[0]!) / rate;
  });
  return changes.reduce((a, b) => a + b) / changes.length;
}

describe("one step of gradient descent at 2, 8 and 32 blocks", () => {
  const changes = (make: (depth: number) => Network, initializer: Initializer) =>
    [2, 8, 32].map((depth) => change(make(depth), initializer)) as [number, number, number];
  const withFixup = (depth: number) => discriminator(depth, { fixup: true });

  test("with Fixup changes the output by the same order", () => {
    const found = changes(withFixup, fixup());
    expect(Math.min(...found)).toBeGreaterThan(0);
    expect(Math.max(...found) / Math.min(...found)).toBeLessThan(2);
  });

  test("without the factor for depth, rule 2, it grows like the depth", () => {
    const unscaled: Initializer = (spec, random) =>
      spec.branch?.last || spec.last ? fixup()(spec, random) : kaimingNormal()(spec, random);
    const [shallow, middle, deep] = changes(withFixup, unscaled);
    expect(middle / shallow).toBeGreaterThan(3);
    expect(deep / shallow).toBeGreaterThan(10);
  });

  test("with He's initializer it grows exponentially", () => {
    const [shallow, middle, deep] = changes((depth) => discriminator(depth, {}), kaimingNormal());
    expect(middle / shallow).toBeGreaterThan(100);
    expect(deep / middle).toBeGreaterThan(1e4);
  });
});
