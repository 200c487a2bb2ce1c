/** Named configs, each of which reproduces something. */
import { snGan } from "./recipes-sn-gan.ts";
import type { ConfigInput } from "./schema.ts";

/** A value that was published for what a recipe reproduces. */
export interface Published {
  readonly metric: "IS" | "FID";
  readonly value: number;
  /** As the paper gives it; what it is the deviation of is told by the protocol. */
  readonly deviation?: number;
  /** Where it stands. */
  readonly source: string;
}

/** A named config that reproduces something. */
export interface Recipe {
  readonly name: string;
  /** What the recipes of a list are gathered under. */
  readonly group: "start" | "sn-gan";
  /** One line. */
  readonly title: string;
  /** What one needs to know before running it. */
  readonly description: string;
  /** The table or figure it stands for; `null` if it stands for none. */
  readonly standsFor: string | null;
  readonly published: readonly Published[];
  /** How the published values were measured; `null` without such values. */
  readonly protocol: string | null;
  readonly config: ConfigInput;
}

const quickstart: Recipe = {
  name: "quickstart",
  group: "start",
  title: "A small spectrally normalized GAN on built-in drawings",
  description:
    "Needs no download and about two minutes on one processor core. Rates, momentum and batch size " +
    "are chosen for few steps of a small network, not taken from a paper.",
  standsFor: null,
  published: [],
  protocol: null,
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

/** Every recipe by its name. */
export const recipes: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [quickstart, ...snGan].map((recipe) => [recipe.name, recipe]),
);
