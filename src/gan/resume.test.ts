/** Training that goes on from a snapshot gives the same bits as training that did not stop. */
import { expect, test } from "vitest";
import {
  randomBatches,
  type SmallChanges,
  smallModel,
  withRuntime,
} from "../../test/support/gan/small.ts";
import { flatten } from "../graph/index.ts";
import {
  batchNorm,
  conditionalBatchNorm,
  conv,
  crossIterationBatchNorm,
  dense,
  type Network,
} from "../nn/index.ts";
import type { Runtime } from "../runtime/index.ts";
import {
  bidirectionalSpectralNorm,
  dragan,
  gradientPenalty,
  type Normalization,
  r1,
  spectralNorm,
} from "../stabilizers/index.ts";
import { createNetworks } from "./architectures/registry.ts";
import { ada, diffaugment } from "./augmentation/index.ts";
import type { Updates } from "./iteration.ts";
import { losses } from "./losses/registry.ts";
import { linearDecay } from "./schedules.ts";
import { createTrainer, type Snapshot } from "./trainer.ts";

/** Iterations before the snapshot; odd, so that the stream of normal numbers holds one back. */
const BEFORE = 3;
const AFTER = 2;

const conditional = createNetworks({
  architecture: "mlp",
  imageShape: [2, 4, 4],
  condition: "projection",
  options: { hiddenLayers: 2 },
  generator: { channels: 8, normalization: (c, name, x) => conditionalBatchNorm(c, name, x) },
  discriminator: { channels: 8, normalization: (_context, _name, x) => x },
});
const classifying = createNetworks({
  architecture: "mlp",
  imageShape: [2, 4, 4],
  condition: "auxiliary-classifier",
  options: { hiddenLayers: 2 },
  generator: { channels: 8, normalization: (c, name, x) => conditionalBatchNorm(c, name, x) },
  discriminator: { channels: 8, normalization: (_context, _name, x) => x },
});
const forPoints = createNetworks({
  architecture: "mlp",
  imageShape: [2, 1, 1],
  options: { hiddenLayers: 2 },
  generator: { channels: 8, normalization: (c, name, x) => batchNorm(c, name, x) },
  discriminator: { channels: 8, normalization: (_context, _name, x) => x },
});
const acrossIterations: Normalization = (context, name, x) =>
  crossIterationBatchNorm(context, name, x, { window: 3, warmUp: 1 });
const across = createNetworks({
  architecture: "mlp",
  imageShape: [2, 4, 4],
  options: { hiddenLayers: 3 },
  generator: { channels: 8, normalization: acrossIterations },
  discriminator: { channels: 8, normalization: acrossIterations },
});
const normalizedDiscriminator: Network = (context, x) => {
  const { g } = context;
  const map = conv(context, "conv", x, { channels: 3, kernel: 3, padding: 1 });
  const hidden = g.leakyRelu(batchNorm(context, "norm", map), { slope: 0.1 });
  return dense(context, "dense", flatten(g, hidden), { features: 1 });
};
const forward = { reparametrization: spectralNorm({ advance: "forward" }) };

interface Case {
  readonly name: string;
  readonly changes?: SmallChanges;
  readonly updates?: Partial<Updates>;
}
const cases: readonly Case[] = [
  { name: "spectral normalization" },
  { name: "two discriminator steps", updates: { nDis: 2 } },
  {
    name: "vectors that move in each forward pass",
    changes: { discriminator: forward },
    updates: { nDis: 2 },
  },
  {
    name: "vectors that move in each pass, and running statistics in each step",
    changes: {
      generator: { runningStatistics: "all-steps" },
      discriminator: { reparametrization: spectralNorm({ advance: "pass" }) },
    },
    updates: { nDis: 2 },
  },
  { name: "an average of the generator", changes: { generator: { ema: 0.9 } } },
  {
    name: "an average of a reparametrized generator",
    changes: { generator: { ema: 0.9, reparametrization: bidirectionalSpectralNorm() } },
  },
  {
    name: "a reparametrized generator whose vectors move in each forward pass",
    changes: { generator: { ema: 0.9, ...forward } },
  },
  {
    name: "learnable factors",
    changes: { discriminator: { gamma: { sharing: "layer", bias: true } } },
  },
  {
    name: "classes",
    changes: {
      classes: 3,
      generator: { network: conditional.generator },
      discriminator: { network: conditional.discriminator },
    },
  },
  {
    name: "an auxiliary classifier",
    changes: {
      classes: 3,
      auxiliary: { real: 1, generated: 0.5, generator: 0.1 },
      generator: { network: classifying.generator },
      discriminator: { network: classifying.discriminator },
    },
    updates: { nDis: 2 },
  },
  {
    name: "learning rates that fall",
    changes: {
      generator: { schedule: linearDecay(1, 7) },
      discriminator: { schedule: linearDecay(0, 6) },
    },
    updates: { nDis: 2 },
  },
  { name: "the generator first", updates: { order: "generator-first", nDis: 2 } },
  {
    name: "a generator with batches of its own size",
    changes: { generator: { batchSize: 10 } },
    updates: { order: "generator-first" },
  },
  { name: "the noise of the last step", updates: { generatorNoise: "last", nDis: 2 } },
  {
    name: "the noise and the classes of the last step",
    changes: {
      classes: 3,
      generator: { network: conditional.generator },
      discriminator: { network: conditional.discriminator },
    },
    updates: { generatorNoise: "last" },
  },
  {
    name: "batch normalization in the discriminator",
    changes: { discriminator: { network: normalizedDiscriminator } },
  },
  {
    name: "statistics of past iterations in both networks, with weights of each pass",
    changes: {
      generator: { network: across.generator, ema: 0.9, runningStatistics: "all-steps" },
      discriminator: {
        network: across.discriminator,
        reparametrization: spectralNorm({ advance: "pass" }),
      },
    },
    updates: { nDis: 2 },
  },
  { name: "noise on the pixels", changes: { dequantization: "uniform" } },
  { name: "augmented images", changes: { augmentation: diffaugment() } },
  {
    name: "a probability of augmentation that moves, in the middle of an interval",
    changes: { augmentation: ada({ target: -0.9, speed: 60 }) },
    updates: { nDis: 2 },
  },
  {
    name: "augmented images, and the noise of the last step",
    changes: { augmentation: ada({ target: -0.9, speed: 60, interval: 1 }) },
    updates: { generatorNoise: "last" },
  },
  {
    name: "points",
    changes: {
      imageShape: [2, 1, 1],
      imageType: "float32",
      generator: { network: forPoints.generator },
      discriminator: { network: forPoints.discriminator },
    },
  },
  {
    name: "penalties that draw random numbers",
    changes: {
      loss: losses.wasserstein,
      discriminator: {
        reparametrization: undefined,
        penalties: [gradientPenalty(), dragan(), r1()],
      },
    },
  },
];

test.each(cases)("$name", async ({ changes = {}, updates = {} }) => {
  const model = smallModel(changes);
  const start = async (runtime: Runtime, reads = 0, from?: Snapshot) => {
    const batches = randomBatches(model);
    batches.skip(reads);
    const seed = from ? 999 : 3;
    const options = { runtime, model, batches, seed, nDis: 1, ...updates, from };
    return { batches, trainer: await createTrainer(options) };
  };
  const { snapshot, reads, onward, last } = await withRuntime(async (runtime) => {
    const { trainer, batches } = await start(runtime);
    for (let i = 0; i < BEFORE; i++) await trainer.step();
    const snapshot = await trainer.snapshot();
    const { reads } = batches;
    const onward = [];
    for (let i = 0; i < AFTER; i++) onward.push(await trainer.step());
    return { snapshot, reads, onward, last: await trainer.snapshot() };
  });
  await withRuntime(async (runtime) => {
    const from = JSON.parse(JSON.stringify(snapshot), revive) as Snapshot;
    const { trainer } = await start(runtime, reads, from);
    expect(trainer.counters()).toEqual(snapshot.counters);
    for (const expected of onward) expect(await trainer.step()).toEqual(expected);
    expect(await trainer.snapshot()).toEqual(last);
  });
});

/** JSON has no typed arrays. */
function revive(key: string, value: unknown): unknown {
  return key === "data" ? Float32Array.from(Object.values(value as object)) : value;
}
