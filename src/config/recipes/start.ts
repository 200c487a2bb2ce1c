/** The recipe to start with. */
import { ALREADY_SHORT, type Recipe } from "./recipe.ts";

export const quickstart: Recipe = {
  name: "quickstart",
  group: "start",
  title: "A small spectrally normalized GAN on built-in drawings",
  description:
    "Needs no download and about two minutes on one processor core. Rates, momentum and batch size " +
    "were chosen for a few steps of a small network; they are not from a paper.",
  standsFor: null,
  published: [],
  protocol: null,
  measuredBy: null,
  shortened: ALREADY_SHORT,
  config: {
    // measured: a second thread slows so small a network down
    threads: 1,
    steps: 2000,
    batchSize: 16,
    nDis: 1,
    data: { name: "shapes", size: 32 },
    model: { generatorChannels: 128, discriminatorChannels: 16 },
    loss: "hinge",
    generator: {
      optimizer: { name: "adam", learningRate: 1e-3, beta1: 0, beta2: 0.999 },
      ema: 0.98,
    },
    discriminator: {
      optimizer: { name: "adam", learningRate: 4e-4, beta1: 0, beta2: 0.999 },
      reparametrization: { name: "sn" },
    },
    logEvery: 10,
    sampleEvery: 200,
    checkpointEvery: 500,
  },
};
