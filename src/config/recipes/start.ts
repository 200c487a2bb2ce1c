/** The recipes to start with. */
import { ALREADY_SHORT, type Recipe } from "./recipe.ts";

const adam = { name: "adam", beta1: 0, beta2: 0.999 } as const;
const shared = {
  group: "start",
  standsFor: null,
  published: [],
  protocol: null,
  measuredBy: null,
  shortened: ALREADY_SHORT,
} as const satisfies Partial<Recipe>;

const quickstart: Recipe = {
  ...shared,
  name: "quickstart",
  title: "A small spectrally normalized GAN on drawings",
  description:
    "Needs no download and about two minutes on two processor cores. The networks get the ten kinds of drawings as " +
    "classes. Rates, momentum, batch size and the generator's upsampling were chosen for a few steps of a small " +
    "network; they are not from a paper.",
  next: "evenkeel claim run settings",
  config: {
    steps: 2200,
    batchSize: 32,
    nDis: 1,
    data: { name: "shapes", size: 32 },
    model: {
      conditioning: "projection",
      generatorChannels: 128,
      discriminatorChannels: 16,
      generatorUpsampling: "nearest",
    },
    loss: "hinge",
    generator: {
      optimizer: { ...adam, learningRate: 1e-3 },
      normalization: { name: "conditional-batch-norm" },
      noise: "last",
      ema: 0.998,
    },
    discriminator: {
      optimizer: { ...adam, learningRate: 4e-4 },
      reparametrization: { name: "sn" },
    },
    logEvery: 10,
    sampleEvery: 200,
    checkpointEvery: 500,
  },
};

const unconditional: Recipe = {
  ...shared,
  name: "quickstart-unconditional",
  title: "A small GAN without classes, for any data and method",
  description:
    "Takes about two minutes on one processor core. Rates, momentum and batch size were chosen for a few steps of a " +
    "small network; they are not from a paper.",
  config: {
    // measured: a second thread slows so small a network down
    threads: 1,
    steps: 2000,
    batchSize: 16,
    nDis: 1,
    data: { name: "shapes", size: 32 },
    model: { generatorChannels: 128, discriminatorChannels: 16 },
    loss: "hinge",
    generator: { optimizer: { ...adam, learningRate: 1e-3 }, ema: 0.98 },
    discriminator: {
      optimizer: { ...adam, learningRate: 4e-4 },
      reparametrization: { name: "sn" },
    },
    logEvery: 10,
    sampleEvery: 200,
    checkpointEvery: 500,
  },
};

export const start: readonly Recipe[] = [quickstart, unconditional];
