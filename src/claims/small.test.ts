/** Small trials keep the proportions of the paper's standard CNN at full width: at the start, and in a step of Adam. */
import { beforeAll, describe, expect, test } from "vitest";
import { type FirstStep, meterOf, type Start } from "../../test/support/gan/first-step.ts";
import { withRuntime } from "../../test/support/gan/small.ts";
import { aligned, edges, samplingErrors } from "../../test/support/tolerances.ts";
import { exactSpectralNorm } from "../analysis/weights/index.ts";
import { assembleModel, loadConfig } from "../config/index.ts";
import { openDataset } from "../data/index.ts";
import { claimData } from "./data/index.ts";
import { NO_METHOD, smallSettings } from "./small.ts";

/** How many times as many channels the paper's networks have. */
const TIMES = 8;
const BATCH = 4;
/** Small networks at the paper's resolution. */
const CHANNELS = { "model.generatorChannels": 64, "model.discriminatorChannels": 8 } as const;
const SETTING = {
  ...smallSettings(claimData.shapes!, { steps: 1 }),
  ...CHANNELS,
  ...NO_METHOD,
  batchSize: BATCH,
  "data.size": 32,
  "model.latentSize": 128,
};

/** The networks at full width, in their proportions, and with the paper's constants instead. */
const networks = {
  wide: { "model.generatorChannels": 512, "model.discriminatorChannels": 64 },
  small: {},
  plain: {
    "model.referenceGeneratorChannels": CHANNELS["model.generatorChannels"],
    "model.referenceDiscriminatorChannels": CHANNELS["model.discriminatorChannels"],
  },
} as const;
type Networks = keyof typeof networks;

interface Sample {
  readonly starts: readonly Start[];
  readonly steps: readonly FirstStep[];
}

/** Draws of initial weights, and the first steps of the first `stepped` of them. */
async function sample(
  which: Networks,
  {
    draws,
    stepped = 0,
    base = "sngan-cifar10-cnn-c",
    set = {},
  }: {
    readonly draws: number;
    readonly stepped?: number;
    readonly base?: string;
    readonly set?: object;
  },
): Promise<Sample> {
  const config = await loadConfig(base, Object.entries({ ...SETTING, ...networks[which], ...set }));
  const data = await openDataset({ name: "shapes", size: 32 });
  const images = new Uint8Array(BATCH * 3 * 32 * 32);
  await data.read(
    Array.from({ length: BATCH }, (_, i) => i),
    images,
  );
  return withRuntime(async (runtime) => {
    const meter = await meterOf(runtime, assembleModel(config), images);
    const [starts, steps]: [Start[], FirstStep[]] = [[], []];
    for (let seed = 0; seed < draws; seed++) {
      starts.push(await meter.start(seed));
      if (seed < stepped) steps.push(await meter.step());
    }
    return { starts, steps };
  });
}

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** The mean of a figure over draws, and its relative standard error. */
function estimate(values: readonly number[]) {
  const mean = meanOf(values);
  const variance = meanOf(values.map((x) => (x - mean) ** 2)) / (values.length - 1);
  return { mean, error: Math.sqrt(variance) / mean };
}

/** Expects the mean of a figure over the draws of one sample to be `factor` times that of the other. */
function expectFactor(
  [one, other]: readonly [Sample, Sample],
  factor: number,
  [kind, layer]: readonly ["activations" | "gradients", string],
) {
  const [a, b] = [one, other].map(({ starts }) => estimate(starts.map((x) => x[kind][layer]!)));
  const tolerance = samplingErrors * Math.hypot(a!.error, b!.error);
  const what = `${kind} of ${layer}`;
  expect([a!.mean / b!.mean / factor], what).toBeAllclose([1], { absolute: tolerance });
}

const CONVOLUTIONS = [1, 2, 3, 4, 5, 6, 7].map((i) => `discriminator/conv${i}`);
/** Those with eight times as many inputs and outputs at full width; the last two take long to decompose. */
const INNER = CONVOLUTIONS.slice(1, 5);

let wide: Sample;
let small: Sample;
beforeAll(async () => {
  wide = await sample("wide", { draws: 3, stepped: 3 });
  small = await sample("small", { draws: 120, stepped: 40 });
});

test("small trials have these channels, and name those of full width", () => {
  expect(smallSettings(claimData.shapes!, { steps: 1 })).toMatchObject({
    ...CHANNELS,
    "model.referenceGeneratorChannels": TIMES * CHANNELS["model.generatorChannels"],
    "model.referenceDiscriminatorChannels": TIMES * CHANNELS["model.discriminatorChannels"],
  });
});

describe("at the start, with N(0, 0.02²)", () => {
  const of = (kind: "activations" | "gradients", ...layers: readonly string[]) =>
    layers.map((layer) => [kind, layer] as const);
  const figures = [
    ...of("activations", "generator/conv", ...CONVOLUTIONS),
    ...of("gradients", "discriminator/image", ...CONVOLUTIONS),
  ];

  test.each(figures)("%s of %s are as large", (...figure) => {
    expectFactor([small, wide], 1, figure);
  });

  test("with the paper's constants each layer loses a factor of eight in activations, and in gradients", async () => {
    const plain = await sample("plain", { draws: 40 });
    for (const [i, layer] of CONVOLUTIONS.entries()) {
      expectFactor([plain, wide], TIMES ** -i, ["activations", layer]);
      expectFactor([plain, wide], TIMES ** (i - 7), ["gradients", layer]);
    }
    expectFactor([plain, wide], TIMES ** -7, ["gradients", "discriminator/image"]);
  });
});

describe("the first step of Adam", () => {
  /** Expects the means over draws of a figure of steps to be near each other. */
  const expectNear = (found: readonly number[], reference: readonly number[], what: string) =>
    expect([meanOf(found) / meanOf(reference)], what).toBeAllclose([1], aligned);
  const hidden = [0, 1, 2, 3].map((i) => `generator/norm${i}`);
  const expectChanges = (one: Sample, other: Sample) => {
    for (const layer of [...hidden, ...CONVOLUTIONS]) {
      const [found, reference] = [one, other].map((x) => x.steps.map((y) => y.changes[layer]!));
      expectNear(found!, reference!, layer);
    }
  };

  test("changes activations by as much of their size", () => {
    expectChanges(small, wide);
  });

  test("under spectral normalization, too", async () => {
    const set = { "discriminator.reparametrization": { name: "sn" } };
    expectChanges(
      await sample("small", { draws: 16, stepped: 16, set }),
      await sample("wide", { draws: 2, stepped: 2, set }),
    );
  });

  test("changes largest singular values by as much of their size", () => {
    const moved = ({ starts, steps }: Sample, layer: string, count: number) =>
      steps.slice(0, count).map(({ weights }, i) => {
        const before = starts[i]!.weights[`${layer}/weight`]!;
        const { shape, data } = weights[`${layer}/weight`]!;
        const change = data.map((x, j) => x - before.data[j]!);
        return exactSpectralNorm({ shape, data: change }) / exactSpectralNorm(before);
      });
    for (const layer of INNER) expectNear(moved(small, layer, 8), moved(wide, layer, 1), layer);
  });
});

test("clipped weights have singular values as large", async () => {
  const base = "weight-clipping-cifar10-c";
  const sigmas = async (which: Networks, draws: number) => {
    const { steps } = await sample(which, { draws, stepped: draws, base });
    return (layer: string) =>
      meanOf(steps.map(({ weights }) => exactSpectralNorm(weights[`${layer}/weight`]!)));
  };
  const [found, reference] = [await sigmas("small", 4), await sigmas("wide", 1)];
  for (const layer of INNER) {
    expect([found(layer) / reference(layer)], layer).toBeAllclose([1], edges);
  }
});
