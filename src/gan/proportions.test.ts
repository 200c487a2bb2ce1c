/** A GAN in proportion to a wider one trains as weights √r·V do whose V have the wider one's constants. */
import { describe, expect, test } from "vitest";
import { runProgram, smallModel, startState, stepFeeds } from "../../test/support/gan/small.ts";
import { flatten } from "../graph/index.ts";
import {
  adam,
  conditionalBatchNorm,
  conv,
  dense,
  type Network,
  normal,
  type Optimizer,
  sgd,
} from "../nn/index.ts";
import { weightClipping } from "../stabilizers/index.ts";
import { createNetworks } from "./architectures/registry.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { effectiveWeights } from "./inference/export.ts";

const STD = 0.02;
const LIMIT = 0.025;
const RATE = 1e-3;
const CHANNELS = 3;
/** As many times as wide: the ratio r of the second layer and the last. */
const TIMES = 16;

const network =
  (channels: number): Network =>
  (context, x) => {
    const { g } = context;
    const slope = 0.1;
    const down = { kernel: 4, stride: 2, padding: 1 };
    const a = conv(context, "conv1", x, { channels, kernel: 3, padding: 1 });
    const b = conv(context, "conv2", g.leakyRelu(a, { slope }), { channels, ...down });
    return dense(context, "dense", flatten(g, g.leakyRelu(b, { slope })), { features: 1 });
  };

const factorOf = (parameter: string) => (/^(conv2|dense)\/weight$/.test(parameter) ? 4 : 1);

/** The network with its weights multiplied by √r in the pass, and √r times the rate. */
const multiplied: Network = (context, x) =>
  network(CHANNELS)(
    {
      ...context,
      parameter: (spec) => {
        if (spec.role !== "weight" || spec.fanIn === 2 * 9) return context.parameter(spec);
        return context.g.mul(context.parameter({ ...spec, rate: 4 }), 4);
      },
    },
    x,
  );

/** A step of D from the same draws. */
function step(
  optimizer: Optimizer,
  of: { readonly network: Network; readonly reference?: Network },
) {
  const model = smallModel({
    discriminator: {
      ...of,
      optimizer,
      learningRate: RATE,
      initializer: normal(STD),
      reparametrization: undefined,
      projections: [weightClipping({ limit: LIMIT })],
    },
  });
  const before = startState(model);
  return {
    model,
    before,
    after: runProgram(discriminatorStep(model), before, stepFeeds(model)).state,
  };
}

describe.each([
  // without its ε, which has another size beside gradients of V
  ["Adam", adam({ epsilon: 1e-30 }), 1],
  // V's rate is √r times as large here, the reference's with SGD
  ["SGD", sgd(), 1 / 4],
] as const)("a step of %s", (_name, optimizer, share) => {
  const scaledRate: Network = (context, x) =>
    multiplied(
      {
        ...context,
        parameter: (spec) =>
          context.parameter(spec.rate === undefined ? spec : { ...spec, rate: spec.rate * share }),
      },
      x,
    );
  const own = step(optimizer, { network: network(CHANNELS), reference: network(TIMES * CHANNELS) });
  const other = step(optimizer, { network: scaledRate });

  test.each(own.model.discriminator.parameters.map(({ name }) => name))("%s", (name) => {
    const key = `discriminator/${name}`;
    const factor = factorOf(name);
    const times = (x: ArrayLike<number>) => Float64Array.from(x, (v) => factor * v);
    // initial weights are float32
    expect(own.before[key]).toBeAllclose(times(other.before[key]!), { relative: 1e-7 });
    expect(own.after[key]).toBeAllclose(times(other.after[key]!), {
      relative: 1e-5,
      absolute: 1e-9,
    });
    expect(own.after[key]).not.toEqual(own.before[key]);
  });

  test("clips some weights and leaves others", () => {
    const weights = Array.from(own.after["discriminator/conv2/weight"]!, Math.abs);
    expect(Math.max(...weights)).toBeCloseTo(4 * LIMIT, 12);
    expect(Math.min(...weights)).toBeLessThan(LIMIT);
  });
});

test("the weights that the forward pass uses are those that are stored", () => {
  const { model, before } = step(adam(), {
    network: network(CHANNELS),
    reference: network(TIMES * CHANNELS),
  });
  const { results } = runProgram(effectiveWeights(model, "discriminator"), before, {});
  expect(Object.keys(results)).toEqual(["conv1/weight", "conv2/weight", "dense/weight"]);
  for (const [name, values] of Object.entries(results)) {
    expect(values).toEqual(Float64Array.from(before[`discriminator/${name}`]!));
  }
});

test("a class's vector that is multiplied with the features has their ratio", () => {
  const networks = (channels: number) =>
    createNetworks({
      architecture: "mlp",
      imageShape: [2, 4, 4],
      condition: "projection",
      generator: { channels, normalization: (c, name, x) => conditionalBatchNorm(c, name, x) },
      discriminator: { channels, normalization: (_context, _name, x) => x },
    });
  const player = { optimizer: adam(), learningRate: RATE, initializer: normal(STD) };
  const [own, wide] = [networks(8), networks(32)];
  const { discriminator } = smallModel({
    classes: 3,
    generator: { ...player, network: own.generator, reference: wide.generator },
    discriminator: { ...player, network: own.discriminator, reference: wide.discriminator },
  });
  const rate = (name: string) => discriminator.parameters.find((spec) => spec.name === name)?.rate;
  expect(rate("embed/weight")).toBe(4);
  expect(rate("dense/weight")).toBe(4);
  expect(rate("dense1/weight")).toBeUndefined();
});

test("a reference of other layers is refused", () => {
  expect(() =>
    smallModel({
      generator: { reference: (context, z) => dense(context, "dense", z, { features: 32 }) },
    }),
  ).toThrow("network: its reference must have the same weights, dense/weight, deconv/weight, got");
});
