/** What averaged weights need of their own, against exact singular values and statistics by hand. */
import { describe, expect, test } from "vitest";
import { generate, partOf } from "../../../test/support/gan/networks.ts";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../../test/support/gan/small.ts";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  moments,
  swapChannels,
} from "../../../test/support/nn/matrices.ts";
import type { Numbers } from "../../../test/support/nn/networks.ts";
import { cpuComposite, toleranceFor } from "../../../test/support/tolerances.ts";
import { randomStream } from "../../random.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { spectralNorm } from "../../stabilizers/index.ts";
import { createTrainer } from "../trainer.ts";
import { describeInference } from "./describe.ts";
import { effectiveWeights } from "./export.ts";
import { loadGenerator } from "./load.ts";
import { sampler } from "./sampler.ts";

const FEATURES = 12;
const LATENT = 5;
const z = gaussian(3 * LATENT, "z");

const dataOf = (tensors: Readonly<Record<string, HostTensor>>): Numbers =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));

/** A small GAN whose averages are far from its weights, and a sample. */
function trained(changes: SmallChanges["generator"]) {
  return withRuntime(async (runtime) => {
    const model = smallModel({ generator: { ema: 0.7, learningRate: 0.1, ...changes } });
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
    for (let i = 0; i < 5; i++) await trainer.step();
    const images = await trainer.sample(z);
    const { tensors } = await trainer.snapshot();
    return { model, tensors, images };
  });
}

/** What {@link loadGenerator} makes of a checkpoint. */
function loaded({
  model,
  tensors,
}: Pick<Awaited<ReturnType<typeof trained>>, "model" | "tensors">) {
  return withRuntime(async (runtime) => {
    await loadGenerator(runtime, model, tensors);
    const { images } = await (await runtime.compile(sampler(model, 3))).run({ z });
    const weights = await (await runtime.compile(effectiveWeights(model, "generator"))).run();
    return { images: images!, weights, state: dataOf(await runtime.state.read()) };
  });
}

/** Mean and variance with divisor n − 1 of each feature of the dense layer, averaged over 16 batches of 6. */
function statisticsByHand(weight: ArrayLike<number>, bias: ArrayLike<number>) {
  const stream = randomStream(0, "batch statistics");
  const mean = new Float64Array(FEATURES);
  const variance = new Float64Array(FEATURES);
  for (let batch = 0; batch < 16; batch++) {
    const noise = stream.fillNormal(new Float32Array(6 * LATENT));
    for (let feature = 0; feature < FEATURES; feature++) {
      const outputs = Array.from({ length: 6 }, (_, i) => {
        let sum = bias[feature]!;
        for (let j = 0; j < LATENT; j++)
          sum += noise[i * LATENT + j]! * weight[feature * LATENT + j]!;
        return sum;
      });
      const found = moments(outputs);
      mean[feature]! += found.mean / 16;
      variance[feature]! += (found.variance * 6) / 5 / 16;
    }
  }
  return { mean, variance };
}

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) =>
  expect(actual).toBeAllclose(expected, toleranceFor(expected, cpuComposite));

describe("batch statistics of the averaged weights", () => {
  test("are the means of those of 16 batches", async () => {
    const { state } = await loaded(await trained({}));
    const { mean, variance } = statisticsByHand(
      state["ema/dense/weight"]!,
      state["ema/dense/bias"]!,
    );
    close(state["ema/norm/mean"]!, mean);
    close(state["ema/norm/variance"]!, variance);
  });

  test("are what images are drawn with, in training and from a checkpoint", async () => {
    const { model, tensors, images } = await trained({});
    const again = await loaded({ model, tensors });
    expect(again.images).toEqual(images);
    const expected = generate(model, again.state, z, { training: false, from: "ema" }).y.data;
    close(images, expected);
    const live = { ...partOf(dataOf(tensors), "generator"), ...partOf(dataOf(tensors), "ema") };
    expect(Array.from(live["norm/mean"]!)).not.toEqual(Array.from(again.state["ema/norm/mean"]!));
  });

  test("are in no checkpoint", async () => {
    const { tensors } = await trained({});
    expect(Object.keys(tensors).filter((name) => name.startsWith("ema/norm"))).toEqual([
      "ema/norm/scale",
      "ema/norm/shift",
    ]);
  });
});

describe("spectral norms of the averaged weights", () => {
  test.each(["update", "forward"] as const)(
    "are exact, with u that moves per %s",
    async (advance) => {
      const found = await loaded(await trained({ reparametrization: spectralNorm({ advance }) }));
      for (const [layer, shape] of [
        ["dense", [FEATURES, LATENT]],
        ["deconv", [3, 2, 4, 4]],
      ] as const) {
        const raw = found.state[`ema/${layer}/weight`]!;
        const rows = layer === "deconv" ? swapChannels(shape, raw) : { shape, data: raw };
        const { sigma } = firstSingularTriple(asMatrix(rows.shape, rows.data));
        close(
          found.weights[`${layer}/weight`]!,
          Array.from(raw, (w) => w / sigma),
        );
      }
    },
  );

  test("belong to the state alone, however often it was settled", async () => {
    const changes = { generator: { ema: 0.7, reparametrization: spectralNorm() } };
    const images = await withRuntime(async (runtime) => {
      const model = smallModel(changes);
      const batches = randomBatches(model);
      const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
      for (let i = 0; i < 4; i++) {
        await trainer.sample(z);
        await trainer.step();
      }
      const { tensors } = await trainer.snapshot();
      return { drawn: await trainer.sample(z), fresh: await loaded({ model, tensors }) };
    });
    expect(images.drawn).toEqual(images.fresh.images);
  });
});

test("records tell what is drawn with", () => {
  const facts = (generator: SmallChanges["generator"]) =>
    describeInference(smallModel({ ...(generator && { generator }) }));
  expect(facts({})).toEqual({ weights: "raw", batchNorm: "running statistics" });
  expect(facts({ ema: 0.9, reparametrization: spectralNorm() })).toEqual({
    weights: "moving average, decay 0.9, normalized with vectors of its own",
    batchNorm: "statistics of the averaged weights from 16 batches of 6",
  });
});
